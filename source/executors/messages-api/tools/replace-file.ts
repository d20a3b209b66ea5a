import {Buffer} from 'node:buffer';
import {randomUUID} from 'node:crypto';
import {constants} from 'node:fs';
import {
	lstat, mkdir, open, rename, rm,
} from 'node:fs/promises';
import path from 'node:path';
import {isControlFile} from './control-files.js';
import {DeniedError} from './define-tool.js';
import type {OpenDirectory, Workdir} from './workdir.js';

/** The most bytes that are written to a file. */
export const maxWrittenBytes = 1024 * 1024;

const {
	O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW,
} = constants;

/** What came of it. */
export type Replaced = {
	/** Relative to the working directory. */
	readonly relative: string;
	/** Whether there was no such file before. */
	readonly isNew: boolean;
	readonly bytes: number;
};

/**
Write a file as a whole: whoever reads it sees what was there, or all that is new. Missing directories are made. Its mode is kept.

@throws {DeniedError} when the path leads out of the working directory, to something that is no file, or to a file that other programs obey.
*/
export async function replaceFile(workdir: Workdir, wanted: string, content: string, signal: AbortSignal): Promise<Replaced> {
	const bytes = Buffer.byteLength(content);
	if (bytes > maxWrittenBytes) {
		throw new Error(`Expected at most ${maxWrittenBytes} bytes to write, got ${bytes}`);
	}

	const {relative, missing, asked} = await workdir.resolve(wanted);
	if (relative === '') {
		throw new Error('Expected the path of a file, got that of the working directory');
	}

	// The name may be that of a control file and lead to another one, and the other way round.
	if (isControlFile(relative) || isControlFile(asked) || await isInRepository(workdir, relative)) {
		throw new DeniedError(`Expected a file that no other program obeys, but ${wanted} is or holds the configuration of one`);
	}

	for (let depth = missing.length - 1; depth > 0; depth--) {
		const made = path.join(relative, ...Array.from({length: depth}, () => '..'));
		await workdir.withDirectory(path.dirname(made), async directory => makeDirectory(directory, path.basename(made)));
	}

	return workdir.withDirectory(path.dirname(relative), async directory => {
		const isNew = await replaceIn(directory, path.basename(relative), content, signal);
		return {relative, isNew, bytes};
	});
}

/** Whether a directory above is the inside of a git repository, whatever its name is: `git init --separate-git-dir` and `git clone --bare` make such. */
async function isInRepository({root}: Workdir, relative: string): Promise<boolean> {
	for (let above = path.dirname(relative); ; above = path.dirname(above)) {
		const found = await Promise.all(['HEAD', 'objects'].map(async name => lstat(path.join(root, above, name)).catch(() => null)));
		if (found.every(Boolean)) {
			return true;
		}

		if (above === '.') {
			return false;
		}
	}
}

async function makeDirectory(directory: OpenDirectory, name: string): Promise<void> {
	try {
		await mkdir(path.join(directory.path, name));
	} catch (error) {
		// Another task was faster.
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}
	}
}

async function replaceIn(directory: OpenDirectory, name: string, content: string, signal: AbortSignal): Promise<boolean> {
	const target = path.join(directory.path, name);
	const old = await lstat(target).catch(() => null);
	if (old !== null && !old.isFile()) {
		throw old.isDirectory() ? new Error(`Expected a file, but ${name} is a directory`) : new DeniedError(`Expected a file, but ${name} is a link, a pipe, a socket or a device`);
	}

	if (old !== null && (old.mode & 0o222) === 0) {
		throw new Error(`Expected a file that may be written, but ${name} is read-only`);
	}

	const temporary = path.join(directory.path, `.haiku-swarm-${randomUUID()}`);
	const handle = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, old === null ? 0o666 : 0o600);
	try {
		try {
			await handle.writeFile(content);
			if (old !== null) {
				await handle.chmod(old.mode & 0o777);
			}

			// A crash must not leave an empty file in place of the old one.
			await handle.sync();
		} finally {
			await handle.close();
		}

		signal.throwIfAborted();
		await rename(temporary, target);
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	}

	return old === null;
}
