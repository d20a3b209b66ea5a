import {Buffer} from 'node:buffer';
import {readSync, writeSync} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import {getSystemErrorMap} from 'node:util';

/** The log. Redis up to version 6 calls it so; Redis 7 takes over a file of this name. */
export const logName = 'appendonly.aof';

/** What a compaction writes before it takes the place of the log. */
export const compactingName = `${logName}.compacting`;

const chunkBytes = 262_144;

/**
Append a part of a file to another, without stopping the event loop.

@param from Where the part begins, in bytes.
@param end Where it ends.
*/
export async function copyRange(source: FileHandle, target: FileHandle, from: number, end: number): Promise<void> {
	for (let at = from; at < end;) {
		const {buffer, bytesRead} = await source.read(Buffer.allocUnsafe(Math.min(chunkBytes, end - at)), 0, undefined, at);
		await target.appendFile(buffer.subarray(0, checkRead(bytesRead)));
		at += bytesRead;
	}
}

/** The same at once. */
export function copyRangeAtOnce(source: FileHandle, target: FileHandle, from: number, end: number): void {
	for (let at = from; at < end;) {
		const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
		const bytesRead = checkRead(readSync(source.fd, buffer, 0, buffer.length, at));
		for (let written = 0; written < bytesRead;) {
			written += writeSync(target.fd, buffer, written, bytesRead - written);
		}

		at += bytesRead;
	}
}

/** Let a directory remember, even when the power fails, which files it has. */
export async function syncDirectory(directory: string): Promise<void> {
	const handle = await open(directory, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function checkRead(bytes: number): number {
	if (bytes === 0) {
		throw new Error('the log has become shorter by itself');
	}

	return bytes;
}

/** What an error says. */
export function explain(error: unknown): string {
	const {errno} = error as NodeJS.ErrnoException;
	const [, text] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
	if (text !== undefined) {
		return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
	}

	return error instanceof Error ? error.message : String(error);
}
