/*
The working directory, and nothing outside of it.

A path of a model is taken in four steps. By name: it must not lead out of the directory. By real path: whatever symbolic links there are on the way, what they
lead to must lie in the directory; a link that leads nowhere is refused, because writing through it would make a file outside. Opened: the real path, without
following a link at its end, without waiting for the other side of a pipe. Compared: what was opened must be what the real path named.

The last step is what holds against a link that is swapped in between. On Linux the kernel says where an open file is, and files are made and replaced
through the opened directory, so that a swap gains nothing. Elsewhere the opened file is compared with the named one by device and inode, which somebody who
can swap links in the directory at the right moments, twice, can deceive; the tools themselves cannot make links. Nowhere can a hard link to a file outside be told
from a file inside; it can be read, but a write replaces it and leaves the file outside as it is.
*/
import {constants, type Stats} from 'node:fs';
import {
	lstat, open, readlink, realpath, type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';
import {isGitInternal} from './control-files.js';
import {DeniedError} from './define-tool.js';

/** Where a path leads. */
export type Place = {
	/** The real path of what is there, absolute: the thing itself, or the deepest directory above it that exists. */
	readonly real: string;
	/** The names below `real` that do not exist. Empty where the path leads to something. */
	readonly missing: readonly string[];
	/** `real` with `missing`, relative to the working directory. `''` for the directory itself. */
	readonly relative: string;
	/** What was asked for, relative to the working directory, with the links that are in it. */
	readonly asked: string;
};

/** A directory that is open. */
export type OpenDirectory = {
	/** A path to reach it by, and what is in it, as long as it is open. */
	readonly path: string;
	/** Relative to the working directory. */
	readonly relative: string;
};

/** A file that is open for reading. */
export type OpenFile = {
	readonly handle: FileHandle;
	readonly stats: Stats;
	/** Relative to the working directory. */
	readonly relative: string;
};

const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY} = constants;

const maxPathLength = 4096;

/** A directory in which paths are confined. */
export class Workdir {
	/**
	Confine to a directory.

	@param directory An absolute path.
	@param descriptors Where the system shows open files as links to their real paths, `null` where it does not. Default: `/proc/self/fd`, if it does.
	@throws What the file system throws, when there is no such directory.
	*/
	static async open(directory: string, descriptors: string | null = '/proc/self/fd'): Promise<Workdir> {
		const root = await realpath(directory);
		const handle = await open(root, O_RDONLY | O_DIRECTORY);
		try {
			const seen = descriptors === null ? null : await readlink(path.join(descriptors, String(handle.fd))).catch(() => null);
			return new Workdir(path.resolve(directory), root, seen === root ? descriptors : null);
		} finally {
			await handle.close();
		}
	}

	/** Its real path. */
	readonly root: string;

	readonly #given: string;
	readonly #descriptors: string | null;

	private constructor(given: string, root: string, descriptors: string | null) {
		this.#given = given;
		this.root = root;
		this.#descriptors = descriptors;
	}

	/**
	Find out where a path leads.

	@param wanted Relative to the working directory, or absolute.
	@throws {DeniedError} when it leads out of the directory, or into a git directory.
	*/
	async resolve(wanted: string): Promise<Place> {
		const named = this.#byName(wanted);
		const asked = path.relative(this.root, named);
		const missing: string[] = [];
		for (let existing = named; ; existing = path.dirname(existing)) {
			const real = await realPath(existing);
			if (real !== null) {
				const relative = path.relative(this.root, path.join(real, ...missing));
				if (!isBelow(path.relative(this.root, real)) || isGitInternal(relative) || isGitInternal(asked)) {
					throw refusal(wanted);
				}

				return {
					real, missing, relative, asked,
				};
			}

			missing.unshift(path.basename(existing));
		}
	}

	/**
	Read a file. It is closed afterwards.

	@throws {DeniedError} when the path leads out of the directory, or to something that is no file.
	*/
	async withFile<Value>(wanted: string, read: (file: OpenFile) => Promise<Value>): Promise<Value> {
		const {real, missing, relative} = await this.resolve(wanted);
		if (missing.length > 0) {
			throw new Error(`Expected a file, but there is no ${relative}`);
		}

		// Opening a device can have effects.
		requireFile(await lstat(real), wanted);
		const handle = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		try {
			await this.#compare(handle, real, wanted);
			const stats = await handle.stat();
			requireFile(stats, wanted);
			return await read({handle, stats, relative});
		} finally {
			await handle.close();
		}
	}

	/**
	Use a directory. It is closed afterwards.

	@throws {DeniedError} when the path leads out of the working directory.
	*/
	async withDirectory<Value>(wanted: string, enter: (directory: OpenDirectory) => Promise<Value>): Promise<Value> {
		const {real, missing, relative} = await this.resolve(wanted);
		if (missing.length > 0) {
			throw new Error(`Expected a directory, but there is no ${relative}`);
		}

		const handle = await open(real, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
		try {
			await this.#compare(handle, real, wanted);
			return await enter({path: this.#descriptors === null ? real : path.join(this.#descriptors, String(handle.fd)), relative});
		} finally {
			await handle.close();
		}
	}

	/** The absolute path, with all `..` taken by name, so that none can lead out by way of a link. */
	#byName(wanted: string): string {
		if (wanted.includes('\0') || wanted.length > maxPathLength) {
			throw new DeniedError('Expected a path of at most 4096 characters without NUL');
		}

		for (const base of [this.root, this.#given]) {
			const relative = path.relative(base, path.resolve(base, wanted));
			if (isBelow(relative)) {
				return path.join(this.root, relative);
			}
		}

		throw refusal(wanted);
	}

	async #compare(handle: FileHandle, real: string, wanted: string): Promise<void> {
		if (this.#descriptors !== null) {
			const opened = await readlink(path.join(this.#descriptors, String(handle.fd)));
			// Somebody may have replaced the file since: what is open is what was there.
			if (opened !== real && opened !== `${real} (deleted)`) {
				throw refusal(wanted);
			}

			return;
		}

		const opened = await handle.stat({bigint: true});
		const named = await lstat(real, {bigint: true});
		if (opened.dev !== named.dev || opened.ino !== named.ino || await realpath(real) !== real) {
			throw new Error(`Expected ${wanted} to stay what it was while it was opened; try again`);
		}
	}
}

/** Whether something that was listed a moment ago went away, was swapped for something else, or may not be read: the rest is still of use. */
export function isUnreachable(error: unknown): boolean {
	return error instanceof DeniedError || (error instanceof Error && 'syscall' in error);
}

/** @returns `null` where there is nothing. */
async function realPath(file: string): Promise<string | null> {
	try {
		return await realpath(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ELOOP') {
			throw refusal(path.basename(file));
		}

		if (code !== 'ENOENT') {
			throw error;
		}
	}

	// A symbolic link that leads nowhere is something all the same.
	if (await lstat(file).catch(() => null) !== null) {
		throw refusal(path.basename(file));
	}

	return null;
}

function isBelow(relative: string): boolean {
	return relative !== '..' && !relative.startsWith('../') && !path.isAbsolute(relative);
}

function requireFile(stats: Stats, wanted: string): void {
	if (stats.isDirectory()) {
		throw new Error(`Expected a file, but ${wanted} is a directory`);
	}

	if (!stats.isFile()) {
		throw new DeniedError(`Expected a file, but ${wanted} is a link, a pipe, a socket or a device`);
	}
}

function refusal(wanted: string): DeniedError {
	return new DeniedError(`Expected a path in the working directory and outside of .git, but ${wanted} leads elsewhere`);
}
