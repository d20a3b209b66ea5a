import {Buffer} from 'node:buffer';
import {writeSync} from 'node:fs';

const attempts = 50;
const pauseMs = 5;

/**
Write to a terminal synchronously, bypassing the queue. Gives up after a quarter of a second, or if the terminal is gone, so that the program can exit.
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
