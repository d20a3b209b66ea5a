/*
A file of random bytes whose room is given up when the disk is full, so that the changes of this moment can still be written before further writes are refused.
*/
import {randomBytes} from 'node:crypto';
import {
	closeSync, fsyncSync, openSync, rmSync, statSync, writeSync,
} from 'node:fs';
import path from 'node:path';

const reserveBytes = 1024 * 1024;

/** Take the room. Throws when there is too little. */
export function takeReserve(directory: string): void {
	const file = fileIn(directory);
	if (statSync(file, {throwIfNoEntry: false})?.size === reserveBytes) {
		return;
	}

	const descriptor = openSync(file, 'w', 0o600);
	try {
		const bytes = randomBytes(reserveBytes);
		for (let at = 0; at < reserveBytes;) {
			at += writeSync(descriptor, bytes, at);
		}

		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** Give the room up. */
export function releaseReserve(directory: string): void {
	rmSync(fileIn(directory), {force: true});
}

function fileIn(directory: string): string {
	return path.join(directory, 'reserve');
}
