/*
Confines file access to the working directory.

A path from the model is checked in four steps. Lexically: it must not lead out of the directory. By real path: all symbolic links on the way must lead into the directory; a dangling link is refused, because writing through it would create a file outside. Opened: the real path, without following a link at its end, and without blocking on pipes. Compared: what was opened must be what the real path named.

The last step protects against links that are swapped in between. On Linux the kernel tells where an open file is, and files are created and replaced through the opened directory, so a swap gains nothing. Elsewhere the opened file is compared by device and inode. That can be deceived by somebody who swaps links twice at the right moments, which the tools themselves cannot do. A hard link to a file outside looks like a file inside: it can be read, but a write replaces it and leaves the file outside unchanged.
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
	/** The real path of the target or, if it does not exist, of its deepest existing ancestor. */
	readonly real: string;
	/** The names below `real` that do not exist. Empty if the target exists. */
	readonly missing: readonly string[];
	/** `real` with `missing`, relative to the working directory. `''`: the directory itself. */
	readonly relative: string;
	/** The requested path relative to the working directory, with its links. */
	readonly asked: string;
};

const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY} = constants;

const maxPathLength = 4096;

/** A directory to which paths are confined. */
export class Workdir {
	/**
	Open a working directory.

	@param directory An absolute path.
	@param descriptors The directory in which the system shows open files as links to their real paths, `null` if there is none.
	@throws File system errors.
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

	/** @param root Its real path. */
	private constructor(private readonly given: string, readonly root: string, private readonly descriptors: string | null) {}

	/** Resolve a path, relative to the working directory or absolute. @throws {DeniedError} if it leads out of the directory, or into a git directory. */
	async resolve(wanted: string): Promise<Place> {
		if (wanted.includes('\0') || wanted.length > maxPathLength) {
			throw new DeniedError(`Expected a path of at most ${maxPathLength} characters without NUL`);
		}

		// `..` is resolved by name, so that it cannot lead out through a link.
		const asked = [this.root, this.given].map(base => path.relative(base, path.resolve(base, wanted))).find(relative => isInside(relative));
		if (asked === undefined) {
			throw refusal(wanted);
		}

		const missing: string[] = [];
		for (let existing = path.join(this.root, asked); ; existing = path.dirname(existing)) {
			const real = await realPathOf(existing);
			if (real !== null) {
				const relative = path.relative(this.root, path.join(real, ...missing));
				if (!isInside(path.relative(this.root, real)) || isGitInternal(relative) || isGitInternal(asked)) {
					throw refusal(wanted);
				}

				return {
					real, missing, relative, asked,
				};
			}

			missing.unshift(path.basename(existing));
		}
	}

	/** Read a file, and close it. @throws {DeniedError} if the path leads out of the directory, or to something else than a file. */
	async withFile<Value>(wanted: string, read: (handle: FileHandle, stats: Stats) => Promise<Value>): Promise<Value> {
		const {real} = await this.#resolveExisting(wanted, 'file');
		// Opening a device can have side effects.
		requireFile(await lstat(real), wanted);
		return this.#withHandle(real, wanted, O_RDONLY, async handle => {
			const stats = await handle.stat();
			requireFile(stats, wanted);
			return read(handle, stats);
		});
	}

	/**
	Use a directory, and close it.

	@param use Gets a path to access its content, valid while it is open, and its path relative to the working directory.
	@throws {DeniedError} if the path leads out of the working directory.
	*/
	async withDirectory<Value>(wanted: string, use: (opened: string, relative: string) => Promise<Value>): Promise<Value> {
		const {real, relative} = await this.#resolveExisting(wanted, 'directory');
		return this.#withHandle(real, wanted, O_RDONLY | O_DIRECTORY, async ({fd}) => use(this.descriptors === null ? real : path.join(this.descriptors, String(fd)), relative));
	}

	async #resolveExisting(wanted: string, kind: string): Promise<Place> {
		const place = await this.resolve(wanted);
		if (place.missing.length > 0) {
			throw new Error(`Expected a ${kind}, but ${place.relative} does not exist`);
		}

		return place;
	}

	async #withHandle<Value>(real: string, wanted: string, flags: number, use: (handle: FileHandle) => Promise<Value>): Promise<Value> {
		const handle = await open(real, flags | O_NOFOLLOW | O_NONBLOCK);
		try {
			await this.#compare(handle, real, wanted);
			return await use(handle);
		} finally {
			await handle.close();
		}
	}

	async #compare(handle: FileHandle, real: string, wanted: string): Promise<void> {
		if (this.descriptors !== null) {
			const opened = await readlink(path.join(this.descriptors, String(handle.fd)));
			// A file that was replaced since is still the one that was there.
			if (opened === real || opened === `${real} (deleted)`) {
				return;
			}

			throw refusal(wanted);
		}

		const opened = await handle.stat({bigint: true});
		const named = await lstat(real, {bigint: true});
		if (opened.dev !== named.dev || opened.ino !== named.ino || await realpath(real) !== real) {
			throw new Error(`Expected ${wanted} not to change while it was opened; try again`);
		}
	}
}

/** Something that was just listed has gone, was swapped, or may not be read. The rest is still useful. @throws Any other error. */
export function ignoreUnreachable(error: unknown): null {
	if (error instanceof DeniedError || (error instanceof Error && 'syscall' in error)) {
		return null;
	}

	throw error;
}

/** `null`: there is nothing. */
async function realPathOf(file: string): Promise<string | null> {
	try {
		return await realpath(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		// A dangling or circular link is there all the same.
		if (code === 'ELOOP' || (code === 'ENOENT' && await lstat(file).catch(() => null) !== null)) {
			throw refusal(path.basename(file));
		}

		if (code !== 'ENOENT') {
			throw error;
		}

		return null;
	}
}

function isInside(relative: string): boolean {
	return relative !== '..' && !relative.startsWith('../') && !path.isAbsolute(relative);
}

/** @throws {Error} if it is not a regular file. */
export function requireFile(stats: Stats, name: string): void {
	if (stats.isDirectory()) {
		throw new Error(`Expected a file, but ${name} is a directory`);
	}

	if (!stats.isFile()) {
		throw new DeniedError(`Expected a file, but ${name} is a link, a pipe, a socket or a device`);
	}
}

function refusal(wanted: string): DeniedError {
	return new DeniedError(`Expected a path in the working directory and outside of .git, but ${wanted} leads elsewhere`);
}
