/*
The write of the journal. Every change of the data comes here from Valkey, and is in the file before the reply to whoever made it leaves; see embedded-server.ts.
*/
import {Buffer} from 'node:buffer';
import {
	closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync,
} from 'node:fs';
import {CommandScanner, encodeCommand} from './resp.js';

// Announcements, and what the link says about itself.
const notKept = new Set(['PUBLISH', 'SPUBLISH', 'PING', 'REPLCONF']);

/** Appends changes to one journal file. */
export class JournalWriter {
	/** The size of the file. */
	size: number;

	/** The number of the database that the last change was for. */
	database: string;

	readonly #descriptor: number;
	#waiting: Buffer[] = [];
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
		this.#waiting.push(Buffer.from(bytes));
	}

	/** Write the changes that wait to the file. @throws When there is no room. Then the file is as before, and the changes still wait. */
	write(): void {
		if (this.#waiting.length === 0) {
			return;
		}

		const bytes = Buffer.concat(this.#waiting);
		const scanner = new CommandScanner(bytes);
		const sizeBefore = this.size;
		let from = 0;
		try {
			while (scanner.next() === 'command') {
				if (notKept.has(scanner.name)) {
					this.#append(bytes.subarray(from, scanner.start));
					from = scanner.end;
				} else if (scanner.name === 'SELECT') {
					this.database = /\r\n(?<number>\d+)\r\n$/.exec(bytes.toString('latin1', scanner.start, scanner.end))!.groups!.number!;
				}
			}

			this.#append(bytes.subarray(from, scanner.start));
		} catch (error) {
			ftruncateSync(this.#descriptor, sizeBefore);
			this.size = sizeBefore;
			throw error;
		}

		this.#waiting = scanner.start === bytes.length ? [] : [bytes.subarray(scanner.start)];
	}

	#append(bytes: Buffer): void {
		for (let at = 0; at < bytes.length;) {
			const count = writeSync(this.#descriptor, bytes, at);
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
