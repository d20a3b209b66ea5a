/*
The write of the journal. Every change of the data comes here from Valkey, and is in the file before the reply to whoever made it leaves; see embedded-server.ts.
*/
import {Buffer} from 'node:buffer';
import {
	closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync,
} from 'node:fs';
import {CommandScanner, encodeCommand} from './resp.js';

const usualBytes = 64 * 1024;
// Announcements, and what the link says about itself.
const notKept = new Set(['PUBLISH', 'SPUBLISH', 'PING', 'REPLCONF']);

/** Appends changes to one journal file. */
export class JournalWriter {
	/** The size of the file. */
	size: number;

	/** The number of the database that the last change was for. */
	database: string;

	readonly #descriptor: number;
	#waiting = Buffer.allocUnsafe(usualBytes);
	#waitingBytes = 0;
	#hasUnsynced = false;
	#isSyncing = false;

	/** @param database What the changes that follow are for, where they do not say it themselves, in a new journal that goes on with the changes of another one. */
	constructor(file: string, database?: string) {
		this.#descriptor = openSync(file, 'a', 0o600);
		this.size = fstatSync(this.#descriptor).size;
		this.database = database ?? '0';
		if (database !== undefined) {
			this.add(encodeCommand(['SELECT', database]));
			this.write();
		}
	}

	/** Whether all that was written lasts, and the file may be closed. */
	get isIdle(): boolean {
		return !this.#isSyncing;
	}

	/** Take changes. They are copied. */
	add(bytes: Buffer): void {
		const needed = this.#waitingBytes + bytes.length;
		if (needed > this.#waiting.length) {
			const larger = Buffer.allocUnsafe(Math.max(needed, this.#waiting.length * 2));
			this.#waiting.copy(larger, 0, 0, this.#waitingBytes);
			this.#waiting = larger;
		}

		bytes.copy(this.#waiting, this.#waitingBytes);
		this.#waitingBytes = needed;
	}

	/** Write the changes that wait to the file. @throws When there is no room. Then the file is as before, and the changes still wait. */
	write(): void {
		if (this.#waitingBytes === 0) {
			return;
		}

		const scanner = new CommandScanner(this.#waiting, this.#waitingBytes);
		const sizeBefore = this.size;
		let from = 0;
		try {
			while (scanner.next() === 'command') {
				if (notKept.has(scanner.name)) {
					this.#append(from, scanner.start);
					from = scanner.end;
				} else if (scanner.name === 'SELECT') {
					this.database = /\r\n(?<number>\d+)\r\n$/.exec(this.#waiting.toString('latin1', scanner.start, scanner.end))!.groups!.number!;
				}
			}

			this.#append(from, scanner.start);
		} catch (error) {
			ftruncateSync(this.#descriptor, sizeBefore);
			this.size = sizeBefore;
			throw error;
		}

		this.#waiting.copyWithin(0, scanner.start, this.#waitingBytes);
		this.#waitingBytes -= scanner.start;
		if (this.#waiting.length > usualBytes * 64 && this.#waitingBytes === 0) {
			this.#waiting = Buffer.allocUnsafe(usualBytes);
		}
	}

	#append(from: number, to: number): void {
		for (let at = from; at < to;) {
			const count = writeSync(this.#descriptor, this.#waiting, at, to - at);
			at += count;
			this.size += count;
			this.#hasUnsynced = true;
		}
	}

	/** Make what was written last, unless that is going on already. Calls back when it has failed. */
	sync(onError: (error: Error) => void): void {
		if (!this.#hasUnsynced || this.#isSyncing) {
			return;
		}

		this.#hasUnsynced = false;
		this.#isSyncing = true;
		fdatasync(this.#descriptor, error => {
			this.#isSyncing = false;
			if (error) {
				onError(error);
			}
		});
	}

	/** Make what was written last, before this returns. */
	syncNow(): void {
		if (this.#hasUnsynced) {
			fdatasyncSync(this.#descriptor);
			this.#hasUnsynced = false;
		}
	}

	/** Close the file. It must be idle. */
	close(): void {
		closeSync(this.#descriptor);
	}
}
