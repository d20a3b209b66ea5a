/*
Changes become bytes at the end of the log.

They are written once per turn of the event loop, before the replies go out: what was acknowledged survives the end of this process, however it comes. The disk is told to keep them once per
second, aside: a power loss can take back about as much.

From time to time another process reads the log and writes a compact one. What comes meanwhile is copied to its end, and then it takes the place of the log in one step.
*/
import {
	constants, fdatasyncSync, fstatSync, renameSync,
} from 'node:fs';
import {open, rm, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import {
	compactingName, copyRange, copyRangeAtOnce, explain, logName, syncDirectory,
} from './files.js';
import {LogWriter, type WriterOptions} from './log-writer.js';
import {runCompactor, type Compactor} from './run-compactor.js';

/** A command that makes a change, and the number of the database where it does. */
export type Change = {
	readonly database: number;
	readonly command: readonly string[];
};

/** What a log needs. */
export type LogOptions = WriterOptions & {
	readonly directory: string;

	/** How many databases there are. */
	readonly databases: number;

	/** Starts the program that compacts. */
	readonly compactor: Compactor;

	/** Whether it is compacted by itself. Default: `true`. */
	readonly isCompacted?: boolean;

	/** Write a line to the server's own log. */
	readonly tell: (line: string) => void;
};

// Smaller logs are read in a moment.
const leastCompactedBytes = 16_777_216;

// So much is copied in about a millisecond.
const mostAtOnceBytes = 1_048_576;
const mostRounds = 10;

/** The log of a server while it runs. */
export class AppendOnlyLog {
	readonly #options: LogOptions;
	readonly #writer: LogWriter;
	readonly #stop = new AbortController();
	#baseBytes: number;

	// The database that the end of the log is about.
	#selected: number | undefined;
	#compaction: Promise<void> | undefined;

	/**
	Use `openLog`.

	@param file The log, read to its end, open for appending.
	@param sizeBytes Its size.
	@param baseBytes Its size if it were compact, about.
	*/
	constructor(file: FileHandle, sizeBytes: number, baseBytes: number, options: LogOptions) {
		this.#writer = new LogWriter(file, sizeBytes, options.tell, options);
		this.#baseBytes = baseBytes;
		this.#options = options;
	}

	/** Why changes cannot be kept at the moment. It is tried again every second. */
	get problem(): string | undefined {
		return this.#writer.problem;
	}

	/** The size of the file. */
	get sizeBytes(): number {
		return this.#writer.sizeBytes;
	}

	/** Its size after the last compaction. */
	get baseBytes(): number {
		return this.#baseBytes;
	}

	/** Whether it is being compacted. */
	get isRewriting(): boolean {
		return this.#compaction !== undefined;
	}

	/** Take changes that belong together: after a crash there are all of them, or none. */
	append(changes: readonly Change[]): void {
		const {pending} = this.#writer;
		for (const [index, {database, command}] of changes.entries()) {
			if (database !== this.#selected) {
				pending.add(['SELECT', String(database)]);
				this.#selected = database;
			}

			if (index === 0 && changes.length > 1) {
				pending.add(['MULTI']);
			}

			pending.add(command);
		}

		if (changes.length > 1) {
			pending.add(['EXEC']);
		}
	}

	/** Write what was taken. When that fails there is a `problem`, and what is left is written later. */
	flush(): void {
		if (this.#writer.pending.length === 0) {
			return;
		}

		this.#writer.write();
		if (this.#options.isCompacted !== false && this.problem === undefined && this.sizeBytes > leastCompactedBytes && this.sizeBytes > 2 * this.#baseBytes) {
			void this.rewrite();
		}
	}

	/**
	Compact the log, aside. Does nothing new when that is under way. It happens by itself when the log has more than doubled.

	@returns When it is over. How it came out is told to the server's own log.
	*/
	async rewrite(): Promise<void> {
		this.#compaction ??= this.#compact();
		return this.#compaction;
	}

	/** Write everything, and close the file. A compaction that is under way is given up. Nothing may be appended any more. */
	async close(): Promise<void> {
		this.#stop.abort();
		await this.#compaction;
		await this.#writer.close();
	}

	async #compact(): Promise<void> {
		const {directory, databases, compactor, tell} = this.#options;
		const {signal} = this.#stop;
		const target = path.join(directory, compactingName);
		let compacted: FileHandle | undefined;
		try {
			const fromBytes = this.#endUnit();
			await rm(target, {force: true});
			await runCompactor(compactor, {
				file: path.join(directory, logName), target, bytes: fromBytes, databases,
			}, signal);
			// Not made where there is none: an empty log must not take the place of ours.
			compacted = await open(target, constants.O_RDWR | constants.O_APPEND);
			const copiedBytes = await this.#catchUp(compacted, fromBytes);
			signal.throwIfAborted();
			const old = this.#switchTo(compacted, copiedBytes);
			compacted = undefined;
			tell(`Compacted ${logName} to ${this.#baseBytes} bytes`);
			await old.close();
			await syncDirectory(directory);
		} catch (error) {
			// Not again before it has doubled once more.
			this.#baseBytes = this.sizeBytes;
			if (!signal.aborted) {
				tell(`Compacting ${logName} failed, and nothing is lost: ${explain(error)}`);
			}
		} finally {
			await discard(target, compacted);
			this.#compaction = undefined;
		}
	}

	// Where nothing is half written, and from where on what follows can be read after something else.
	#endUnit(): number {
		this.#writer.write();
		if (this.#writer.pending.length > 0) {
			throw new Error(this.problem);
		}

		this.#selected = undefined;
		return this.sizeBytes;
	}

	// Copies what was written meanwhile, until so little is missing that it can be copied at once. Returns how far it got.
	async #catchUp(compacted: FileHandle, fromBytes: number): Promise<number> {
		let copiedBytes = fromBytes;
		for (let round = 0; round < mostRounds; round++) {
			this.#stop.signal.throwIfAborted();
			const endBytes = this.sizeBytes;
			await copyRange(this.#writer.file, compacted, copiedBytes, endBytes);
			await compacted.datasync();
			copiedBytes = endBytes;
			if (this.sizeBytes - copiedBytes <= mostAtOnceBytes) {
				break;
			}
		}

		return copiedBytes;
	}

	// Returns the old file.
	#switchTo(compacted: FileHandle, copiedBytes: number): FileHandle {
		const {directory} = this.#options;
		copyRangeAtOnce(this.#writer.file, compacted, copiedBytes, this.sizeBytes);
		fdatasyncSync(compacted.fd);
		const {size} = fstatSync(compacted.fd);
		renameSync(path.join(directory, compactingName), path.join(directory, logName));
		this.#baseBytes = size;
		return this.#writer.switchTo(compacted, size);
	}
}

async function discard(target: string, file: FileHandle | undefined): Promise<void> {
	try {
		await file?.close();
		await rm(target, {force: true});
	} catch {
		// What cannot be removed now is removed at the next start.
	}
}
