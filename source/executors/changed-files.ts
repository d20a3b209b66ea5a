import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {lstat, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {gitEnvironment} from './git/environment.js';
import {runGit} from './git/run-git.js';
import {withTimeLimit} from './time-limit.js';

const maxListed = 10_000;
const maxReported = 1000;
const maxHashedBytes = 1024 * 1024;
const maxGitBytes = 64 * 1024 * 1024;
const skipped = new Set(['.git', 'node_modules']);
/** In place of a fingerprint. */
const unreadable = 'unreadable';

/** Files by path, each with a fingerprint. `head`: the commit or tree that is checked out, `''` outside of git. */
type State = {readonly head: string; readonly files: ReadonlyMap<string, string>};

type Look = (workdir: string, signal: AbortSignal) => Promise<State>;

/**
Look at a directory before an attempt, to tell afterwards which files have changed, no matter who changed them.

In a git work tree, modified, added, deleted and committed files count, but not ignored files, submodules and nested repositories. Elsewhere, and if git fails or takes longer than 10 seconds, the times, sizes and inodes of all files are compared, except `.git` and `node_modules`.

@param workdir An absolute path.
@param signal Stops the first look only: an aborted attempt can still report its changes.
@returns A function that looks again, for up to 10 seconds. It resolves with paths relative to the directory, sorted, at most 1,000; none if the directory is not readable or has more than 10,000 files outside of git. It never rejects.
@throws The signal's reason.
*/
export async function watchChanges(workdir: string, signal: AbortSignal, timeLimitMs = 10_000): Promise<() => Promise<readonly string[]>> {
	for (const look of [lookWithGit, lookAtAll]) {
		try {
			const before = await withTimeLimit('looking at the files', timeLimitMs, signal, async limited => look(workdir, limited));
			return async () => changesSince(before, look, workdir, AbortSignal.timeout(timeLimitMs)).catch(() => []);
		} catch {
			signal.throwIfAborted();
		}
	}

	return async () => [];
}

async function changesSince(before: State, look: Look, workdir: string, signal: AbortSignal): Promise<readonly string[]> {
	const after = await look(workdir, signal);
	const git = after.head === before.head ? async () => '' : await gitIn(workdir, signal);
	const committed = await git('diff-tree', '-r', '-z', '--name-only', '--no-renames', '--relative', before.head, after.head);
	const paths = new Set([...before.files.keys(), ...after.files.keys()]);
	const changed = [...paths].filter(file => before.files.get(file) !== after.files.get(file));
	return [...new Set([...changed, ...split(committed)])].toSorted().slice(0, maxReported);
}

async function lookWithGit(workdir: string, signal: AbortSignal): Promise<State> {
	const git = await gitIn(workdir, signal);
	const [prefix, commit] = await Promise.all([git('rev-parse', '--show-prefix'), git('rev-parse', '--verify', '--quiet', 'HEAD')]);
	if (prefix !== '' && await git('check-ignore', '.') !== '') {
		throw new Error('Expected a directory that git tracks, got an ignored one');
	}

	// The empty tree stands for a branch without commits.
	const head = commit || await git('hash-object', '-t', 'tree', '/dev/null');
	const status = await git('status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=dirty', '--', '.');
	const files = new Map<string, string>();
	for (const entry of split(status)) {
		signal.throwIfAborted();
		const file = entry.slice(3 + prefix.length);
		files.set(file, entry.slice(0, 2) + await fingerprint(path.join(workdir, file)).catch(() => unreadable));
	}

	return {head, files};
}

/** By content if the file is small: a file that was rewritten with the same content has not changed. */
async function fingerprint(file: string): Promise<string> {
	const stats = await lstat(file);
	if (!stats.isFile() || stats.size > maxHashedBytes) {
		return stamp(file);
	}

	// It may be a link or a pipe by now.
	const content = await readFile(file, {flag: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK});
	return `${stats.mode} ${createHash('sha256').update(content).digest('base64')}`;
}

async function stamp(file: string): Promise<string> {
	const {
		size, mtimeNs, ctimeNs, ino,
	} = await lstat(file, {bigint: true});
	return [size, mtimeNs, ctimeNs, ino].join(' ');
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
			files.set(path.relative(workdir, file), await stamp(file).catch(() => unreadable));
		}));
	}

	return {head: '', files};
}

function split(output: string): readonly string[] {
	return output.split('\0').filter(Boolean);
}

/** A function that runs git and resolves with its output, `''` if its answer is no (exit code 1). */
async function gitIn(root: string, signal: AbortSignal): Promise<(...args: readonly string[]) => Promise<string>> {
	const environment = await gitEnvironment({root, isTop: false, signal});
	return async (...args) => {
		const {why, exitCode, stdout, stderr} = await runGit(args, {
			workdir: root, environment, maxBytes: maxGitBytes, signal,
		});
		if (why !== 'ended' || (exitCode !== 0 && exitCode !== 1)) {
			throw new Error(stderr);
		}

		return stdout;
	};
}
