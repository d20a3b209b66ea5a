import {Buffer} from 'node:buffer';
import {writeSync} from 'node:fs';

const attempts = 50;
const pauseMs = 5;

/**
Write to a terminal past every queue, for the moments after which nothing else may run. A terminal that takes nothing for a quarter of a second,
or that is gone, is given up: it must not keep the program from ending.
*/
export function writeNow(fd: number, text: string): void {
	let rest = Buffer.from(text);
	for (let attempt = 0; attempt < attempts && rest.length > 0; attempt++) {
		try {
			rest = rest.subarray(writeSync(fd, rest));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				return;
			}

			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
		}
	}
}
