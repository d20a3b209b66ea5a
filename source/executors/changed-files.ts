import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {lstat, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {asError} from '../protocol/user-error.js';

const timeLimitMs = 10_000;
const maxListed = 10_000;
const maxReported = 1000;
const maxHashedBytes = 1024 * 1024;
const skipped = new Set(['.git', 'node_modules']);

/** Files by path, each with what shows a change of it. `head` is the commit of a git work tree, `''` where there is none. */
type State = {readonly head: string; readonly files: ReadonlyMap<string, string>};

type Look = (workdir: string, signal: AbortSignal) => Promise<State>;

/**
Look at a directory before an attempt, and say afterwards which files have changed.

In a git work tree git is asked: modified, added, deleted and committed files count, also those that were modified before and have changed further; ignored files, and files in submodules and in other repositories inside, do not. Elsewhere, and where git fails or takes longer than 10 seconds, times, sizes and inodes of all files are compared, without `.git` and `node_modules`.

It tells what changed in the directory, not who changed it: two attempts in one directory at the same time see each other's changes, and a person's.

@param workdir An absolute path.
@param signal Ends the first look only: an attempt that was aborted can still say what it has changed.
@returns A function that looks again, within 10 seconds. Its paths are relative to the directory, sorted, at most 1,000. They are none where nothing could be measured: more than 10,000 files outside of git, or a directory that cannot be read. It never rejects.
@throws The signal's reason.
*/
export async function watchChanges(workdir: string, signal: AbortSignal): Promise<() => Promise<readonly string[]>> {
	for (const look of [lookWithGit, lookAtAll]) {
		try {
			const before = await look(workdir, AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]));
			return async () => changesSince(before, look, workdir).catch(() => []);
		} catch {
			signal.throwIfAborted();
		}
	}

	return async () => [];
}

async function changesSince(before: State, look: Look, workdir: string): Promise<readonly string[]> {
	const signal = AbortSignal.timeout(timeLimitMs);
	const after = await look(workdir, signal);
	const committed = after.head === before.head ? '' : await git(workdir, signal, 'diff-tree', '-r', '-z', '--name-only', '--no-renames', '--relative', before.head, after.head);
	const paths = new Set([...before.files.keys(), ...after.files.keys()]);
	const changed = [...paths].filter(file => before.files.get(file) !== after.files.get(file));
	return [...new Set([...changed, ...split(committed)])].toSorted().slice(0, maxReported);
}

async function lookWithGit(workdir: string, signal: AbortSignal): Promise<State> {
	const shown = await git(workdir, signal, 'rev-parse', '--show-prefix');
	const prefix = shown.replace(/\n$/u, '');
	if (prefix !== '' && await git(workdir, signal, 'check-ignore', '.') !== '') {
		throw new Error('Expected a directory that git looks at, got one that it ignores');
	}

	// The empty tree stands for a branch without commits.
	const commit = await git(workdir, signal, 'rev-parse', '--verify', '--quiet', 'HEAD');
	const head = commit === '' ? await git(workdir, signal, 'hash-object', '-t', 'tree', '/dev/null') : commit;
	// A status runs the filters of files that may have changed. Without them such a file can count as modified, but then before as well as after.
	const filters = split(await git(workdir, signal, 'config', '--name-only', '-z', '--get-regexp', String.raw`^filter\..*\.(clean|process|required)$`));
	if (filters.some(name => name.includes('='))) {
		throw new Error('Expected filters that can be turned off, got one with a = in its name');
	}

	const withoutFilters = filters.flatMap(name => ['-c', `${name}=${name.endsWith('.required') ? 'false' : ''}`]);
	const status = await git(workdir, signal, ...withoutFilters, 'status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=dirty', '--', '.');
	const files = new Map<string, string>();
	for (const entry of split(status)) {
		signal.throwIfAborted();
		const file = entry.slice(3 + prefix.length);
		files.set(file, entry.slice(0, 2) + await fingerprint(path.join(workdir, file)));
	}

	return {head: head.trim(), files};
}

/** By content as far as it is small: a file that was written again as it was has not changed. */
async function fingerprint(file: string): Promise<string> {
	try {
		const stats = await lstat(file);
		if (!stats.isFile() || stats.size > maxHashedBytes) {
			return await stamp(file);
		}

		// Whatever lies there by now must not hold us up.
		const content = await readFile(file, {flag: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK});
		return `${stats.mode} ${createHash('sha256').update(content).digest('base64')}`;
	} catch {
		return 'unreadable';
	}
}

async function stamp(file: string): Promise<string> {
	try {
		const {
			size, mtimeNs, ctimeNs, ino,
		} = await lstat(file, {bigint: true});
		return [size, mtimeNs, ctimeNs, ino].join(' ');
	} catch {
		return 'unreadable';
	}
}

async function lookAtAll(workdir: string, signal: AbortSignal): Promise<State> {
	const files = new Map<string, string>();
	const directories = [workdir];
	for (const directory of directories) {
		signal.throwIfAborted();
		const entries = await readdir(directory, {withFileTypes: true}).catch((error: unknown) => {
			if (directory === workdir) {
				throw error;
			}

			return [];
		});
		const inside = entries.filter(({name}) => !skipped.has(name));
		directories.push(...inside.filter(entry => entry.isDirectory()).map(({name}) => path.join(directory, name)));
		const names = inside.filter(entry => !entry.isDirectory()).map(({name}) => path.join(directory, name));
		if (files.size + names.length > maxListed) {
			throw new Error(`Expected at most ${maxListed} files, got more`);
		}

		await Promise.all(names.map(async file => {
			files.set(path.relative(workdir, file), await stamp(file));
		}));
	}

	return {head: '', files};
}

function split(output: string): readonly string[] {
	return output.split('\0').filter(Boolean);
}

/**
Run git so that nothing which the repository configures is executed.

@returns What it prints; `''` where its answer is no (exit code 1).
*/
async function git(workdir: string, signal: AbortSignal, ...args: readonly string[]): Promise<string> {
	const safe = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap(setting => ['-c', setting]);
	return new Promise((resolve, reject) => {
		execFile('git', [...safe, ...args], {
			cwd: workdir,
			signal,
			killSignal: 'SIGKILL',
			maxBuffer: 64 * 1024 * 1024,
			env: {
				PATH: process.env.PATH, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0',
			},
		}, (error, stdout) => {
			if (error && error.code !== 1) {
				reject(asError(error));
			} else {
				resolve(stdout);
			}
		});
	});
}
