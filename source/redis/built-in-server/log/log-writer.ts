import type {Buffer} from 'node:buffer';
import {fdatasyncSync, writeSync} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {explain, logName} from './files.js';
import {LogError} from './log-error.js';
import {PendingBytes} from './pending-bytes.js';

/** Writes some of the bytes to a file, and returns how many. */
export type Write = (descriptor: number, bytes: Buffer) => number;

const syncMs = 1000;

/** How a log is written. */
export type WriterOptions = {
	/** When the disk is told to keep what was written: once a second, or at once, which is as slow as the disk. Default: `everysec`. */
	readonly fsync?: 'everysec' | 'always' | undefined;

	/** Default: `writeSync` of Node. */
	readonly write?: Write | undefined;
};

/**
Commands on their way to the log, and from there to the disk. What cannot be written is tried again every second, from the byte on where it stopped.
*/
export class LogWriter {
	/** What is to be written. */
	readonly pending = new PendingBytes();

	#file: FileHandle;
	#sizeBytes: number;
	#writeProblem: string | undefined;
	#syncProblem: string | undefined;
	#isUnsynced = false;
	#isClosed = false;
	#timer: NodeJS.Timeout | undefined;
	#syncing: Promise<void> | undefined;
	readonly #tell: (line: string) => void;
	readonly #writeSome: Write;
	readonly #isSyncedAtOnce: boolean;

	/**
	@param file Open for appending.
	@param tell Write a line to the server's own log.
	*/
	constructor(file: FileHandle, sizeBytes: number, tell: (line: string) => void, {fsync = 'everysec', write = writeSync}: WriterOptions = {}) {
		this.#file = file;
		this.#sizeBytes = sizeBytes;
		this.#tell = tell;
		this.#writeSome = write;
		this.#isSyncedAtOnce = fsync === 'always';
	}

	/** Where it is written to. */
	get file(): FileHandle {
		return this.#file;
	}

	/** The size of the file. */
	get sizeBytes(): number {
		return this.#sizeBytes;
	}

	/** Why nothing can be written, or kept on the disk. */
	get problem(): string | undefined {
		return this.#writeProblem ?? this.#syncProblem;
	}

	/**
	Write what is pending, or as much of it as can be written.

	@throws {LogError} when it must be on the disk at once, and the disk does not keep it: replies would say that it does, so that the process has to end.
	*/
	write(): void {
		const before = this.pending.length;
		let problem: string | undefined;
		try {
			this.pending.drain(bytes => this.#writeSome(this.#file.fd, bytes));
		} catch (error) {
			problem = explain(error);
		}

		this.#sizeBytes += before - this.pending.length;
		this.#isUnsynced ||= before > this.pending.length;
		this.#writeProblem = this.#change(this.#writeProblem, problem, 'written');
		if (this.#isSyncedAtOnce && this.#isUnsynced) {
			this.#syncAtOnce();
		}

		this.#syncSoon();
	}

	/** Go on with another file that holds the same. Returns the one before, which is to be closed. */
	switchTo(file: FileHandle, sizeBytes: number): FileHandle {
		const before = this.#file;
		this.#file = file;
		this.#sizeBytes = sizeBytes;
		this.#isUnsynced = true;
		this.#syncSoon();
		return before;
	}

	/** Write everything, wait for the disk, and close the file. What is lost is told. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		await this.#syncing;
		this.write();
		try {
			if (this.pending.length > 0) {
				throw new Error(`${this.pending.length} bytes were not written: ${this.#writeProblem}`);
			}

			await this.#file.datasync();
		} catch (error) {
			this.#tell(`The end of ${logName} is lost: ${explain(error)}`);
		} finally {
			await this.#file.close();
		}
	}

	#syncAtOnce(): void {
		try {
			fdatasyncSync(this.#file.fd);
			this.#isUnsynced = false;
		} catch (error) {
			throw new LogError(`${logName} cannot be kept on disk, as appendfsync always demands: ${explain(error)}`);
		}
	}

	// Also where nothing can be written, so that it is tried again. Never two at once: a slow disk would have ever more to do.
	#syncSoon(): void {
		const isNeeded = this.#isUnsynced || this.pending.length > 0;
		if (!isNeeded || this.#syncing !== undefined || this.#isClosed) {
			return;
		}

		this.#timer ??= setTimeout(() => {
			this.write();
			this.#timer = undefined;
			this.#syncing = this.#sync();
		}, syncMs).unref();
	}

	async #sync(): Promise<void> {
		this.#isUnsynced = false;
		let problem: string | undefined;
		try {
			await this.#file.datasync();
		} catch (error) {
			problem = explain(error);
			this.#isUnsynced = true;
		}

		this.#syncProblem = this.#change(this.#syncProblem, problem, 'kept on disk');
		this.#syncing = undefined;
		this.#syncSoon();
	}

	#change(before: string | undefined, now: string | undefined, what: string): string | undefined {
		if (before !== now) {
			this.#tell(now === undefined ? `${logName} can be ${what} again` : `${logName} cannot be ${what}: ${now}`);
		}

		return now;
	}
}
