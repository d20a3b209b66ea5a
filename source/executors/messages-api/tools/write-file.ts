import {Buffer} from 'node:buffer';
import {randomUUID} from 'node:crypto';
import {
	lstat, mkdir, open, rename, rm,
} from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import {isControlFile} from './control-files.js';
import {defineTool, DeniedError, type Tool} from './define-tool.js';
import {requireFile, type Workdir} from './workdir.js';

/** The size of a written file. */
export const maxWrittenBytes = 1024 * 1024;

/** The tool that writes a whole file. */
export function writeFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'write_file',
		description: 'Create or overwrite a text file in the working directory, up to 1 MiB. Missing directories are created. Use edit_file to change a part of a file.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			content: v.pipe(v.string(), v.description('The complete new content')),
		},
		async run(input, signal) {
			const {relative, isNew} = await replaceFile(workdir, input.path, input.content, signal);
			return `${isNew ? 'Created' : 'Replaced'} ${relative}: ${Buffer.byteLength(input.content)} bytes`;
		},
	});
}

/**
Write a whole file atomically: readers see the old or the new content. Missing directories are created. The mode is kept.

@throws {DeniedError} if the path leads out of the working directory, to something else than a file, or to a control file.
*/
export async function replaceFile(workdir: Workdir, wanted: string, content: string, signal: AbortSignal): Promise<{readonly relative: string; readonly isNew: boolean}> {
	const bytes = Buffer.byteLength(content);
	if (bytes > maxWrittenBytes) {
		throw new Error(`Expected at most ${maxWrittenBytes} bytes to write, got ${bytes}`);
	}

	const {relative, missing, asked} = await workdir.resolve(wanted);
	if (relative === '') {
		throw new Error('Expected the path of a file, got the working directory');
	}

	// Either name may be that of a control file: links can lead both ways.
	if (isControlFile(relative) || isControlFile(asked) || await isInRepository(workdir, relative)) {
		throw new DeniedError(`Expected a file that configures no other program, but ${wanted} may`);
	}

	for (let depth = missing.length - 1; depth > 0; depth--) {
		const made = path.join(relative, ...Array.from({length: depth}, () => '..'));
		await workdir.withDirectory(path.dirname(made), async directory => mkdir(path.join(directory, path.basename(made))).catch(ignoreExisting));
	}

	return workdir.withDirectory(path.dirname(relative), async directory => ({relative, isNew: await replaceIn(directory, path.basename(relative), content, signal)}));
}

/** Whether an ancestor is a git directory, whatever its name: `git init --separate-git-dir` and `git clone --bare` create such. */
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

/** Another task may have created it. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EEXIST') {
		throw error;
	}
}

/** @returns Whether the file is new. */
async function replaceIn(directory: string, name: string, content: string, signal: AbortSignal): Promise<boolean> {
	const target = path.join(directory, name);
	const old = await lstat(target).catch(() => null);
	if (old !== null) {
		requireFile(old, name);
		if ((old.mode & 0o222) === 0) {
			throw new Error(`Expected a writable file, but ${name} is read-only`);
		}
	}

	const temporary = path.join(directory, `.haiku-swarm-${randomUUID()}`);
	const handle = await open(temporary, 'wx', old === null ? 0o666 : 0o600);
	try {
		await handle.writeFile(content);
		if (old !== null) {
			await handle.chmod(old.mode & 0o777);
		}

		// A crash must not leave an empty file in place of the old one.
		await handle.sync();
		signal.throwIfAborted();
		await rename(temporary, target);
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	} finally {
		await handle.close();
	}

	return old === null;
}
