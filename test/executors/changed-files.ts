import {execFile} from 'node:child_process';
import {
	appendFile, chmod, mkdir, readdir, rm, symlink, utimes, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import test, {type ExecutionContext} from 'ava';
import {watchChanges} from '../../source/executors/changed-files.js';
import {temporaryDirectory} from '../redis/_temporary-directory.js';

const never = new AbortController().signal;

type Directory = {
	readonly directory: string;
	/** Write a file, with the directories above it. */
	write(file: string, text: string): Promise<void>;
	git(...args: readonly string[]): Promise<string>;
};

async function place(t: ExecutionContext): Promise<Directory> {
	const directory = await temporaryDirectory(t);
	return {
		directory,
		async write(file, text) {
			const full = path.join(directory, file);
			await mkdir(path.dirname(full), {recursive: true});
			await writeFile(full, text);
		},
		git: async (...args) => run(directory, 'git', '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args),
	};
}

async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(command, args, {cwd, env: {...process.env, GIT_CONFIG_GLOBAL: '/dev/null'}}, (error, stdout) => {
			if (error) {
				reject(new Error(error.message));
			} else {
				resolve(stdout);
			}
		});
	});
}

/** A git work tree with one commit of these files. */
async function repository(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<Directory> {
	const here = await place(t);
	await here.git('init', '-q');
	for (const [file, text] of Object.entries(files)) {
		await here.write(file, text);
	}

	await here.git('add', '.');
	await here.git('commit', '-qm', 'first');
	return here;
}

test('in a git work tree, modified, added, deleted, committed and remodified files count', async t => {
	const {directory, write, git} = await repository(t, {
		clean: 'x', edited: 'x', deleted: 'x', committed: 'x', 'dirty more': 'x', 'dirty still': 'x', reverted: 'x', rewritten: 'x', made: 'x', '.gitignore': '*.log\n', 'deep/ünï\ncode': 'x',
	});
	for (const file of ['dirty more', 'dirty still', 'reverted', 'untracked more', 'untracked still']) {
		await write(file, 'before');
	}

	const changes = await watchChanges(directory, never);
	t.deepEqual(await changes(), []);
	await write('edited', 'y');
	await rm(path.join(directory, 'deleted'));
	await write('committed', 'y');
	await write('added and committed', 'y');
	await git('add', 'committed', 'added and committed');
	await git('commit', '-qm', 'second');
	await write('dirty more', 'and after');
	await write('dirty still', 'before');
	await write('reverted', 'x');
	await write('rewritten', 'x');
	await write('new/file', 'y');
	await write('untracked more', 'and after');
	await write('ignored.log', 'y');
	await write('deep/ünï\ncode', 'y');
	await chmod(path.join(directory, 'made'), 0o755);
	const all = ['added and committed', 'committed', 'deep/ünï\ncode', 'deleted', 'dirty more', 'edited', 'made', 'new/file', 'reverted', 'untracked more'];
	t.deepEqual(await changes(), all);
	// In a directory of a work tree, paths are relative to it, and what is beside it does not count.
	const deep = await watchChanges(path.join(directory, 'deep'), never);
	await write('edited', 'z');
	await write('deep/er/file', 'z');
	await write('deep/ünï\ncode', 'z');
	t.deepEqual(await deep(), ['er/file', 'ünï\ncode']);
	await git('add', '.');
	await git('commit', '-qm', 'third');
	t.deepEqual(await deep(), ['er/file', 'ünï\ncode']);
});

test('the first commit of a repository counts', async t => {
	const {directory, write, git} = await place(t);
	await git('init', '-q');
	await write('before', 'x');
	const changes = await watchChanges(directory, never);
	await write('file', 'x');
	await git('add', 'file');
	await git('commit', '-qm', 'first');
	t.deepEqual(await changes(), ['file']);
});

test('elsewhere, and where git ignores them, files are compared by their metadata', async t => {
	const {directory: repo} = await repository(t, {'.gitignore': 'out\n'});
	const inside = path.join(repo, 'out');
	await mkdir(inside);
	const {directory: outside} = await place(t);
	for (const directory of [outside, inside]) {
		const file = (name: string) => path.join(directory, name);
		await mkdir(file('deep/node_modules/lib'), {recursive: true});
		await writeFile(file('same'), 'x');
		await writeFile(file('deep/edited'), 'x');
		await writeFile(file('deleted'), 'x');
		await writeFile(file('backdated'), 'x');
		await symlink('same', file('link'));
		await symlink('/', file('loop'));
		const changes = await watchChanges(directory, never);
		t.deepEqual(await changes(), []);
		await appendFile(file('deep/edited'), 'y');
		await writeFile(file('deep/node_modules/lib/index.js'), 'y');
		await rm(file('deleted'));
		await writeFile(file('backdated'), 'y');
		await utimes(file('backdated'), 0, 0);
		await rm(file('link'));
		await symlink('deep', file('link'));
		await writeFile(file('new'), 'y');
		t.deepEqual(await changes(), ['backdated', 'deep/edited', 'deleted', 'link', 'new']);
	}
});

test('no program that a repository configures is run', async t => {
	for (const filter of ['evil', 'ev=il']) {
		const {directory, write, git} = await repository(t, {'.gitattributes': `*.txt filter=${filter} diff=evil\n`, 'a.txt': 'x', 'b.txt': 'x'});
		const gitDirectory = path.join(directory, '.git');
		const sprung = async () => {
			const names = await readdir(gitDirectory);
			return names.filter(name => name.startsWith('sprung-'));
		};

		const trap = path.join(gitDirectory, 'trap.sh');
		await writeFile(trap, '#!/bin/sh\ncase $1 in clean|fsmonitor) kind=$1;; *) kind=hook;; esac\ntouch "$(dirname "$0")/sprung-$kind"\n[ "$kind" != clean ] || cat\n', {mode: 0o755});
		await git('config', 'core.fsmonitor', `${trap} fsmonitor`);
		await git('config', 'core.hooksPath', gitDirectory);
		await symlink('trap.sh', path.join(gitDirectory, 'post-index-change'));
		await git('config', `filter.${filter}.clean`, `${trap} clean`);
		await git('config', `filter.${filter}.required`, 'true');

		const changes = await watchChanges(directory, never);
		await write('a.txt', 'y');
		// Its time alone makes git compare the content.
		await write('b.txt', 'x');
		await write('new.txt', 'y');
		const changed = await changes();
		t.deepEqual(changed.filter(file => file !== 'b.txt'), ['a.txt', 'new.txt']);
		t.deepEqual(await sprung(), []);
		await git('status');
		t.deepEqual(await sprung(), ['sprung-clean', 'sprung-fsmonitor', 'sprung-hook']);
	}
});

test('it takes limited time, and never fails an attempt', async t => {
	const {directory, write} = await place(t);
	const fill = async (numbers: string) => run(directory, '/bin/sh', '-c', `seq ${numbers} | xargs touch`);
	await t.throwsAsync(watchChanges(directory, AbortSignal.abort(new Error('stopped'))), {message: 'stopped'});
	const missing = await watchChanges(path.join(directory, 'missing'), never);
	t.deepEqual(await missing(), []);

	// What an aborted attempt has changed is told all the same, the first thousand of it.
	const attempt = new AbortController();
	const changes = await watchChanges(directory, attempt.signal);
	attempt.abort();
	await fill('10001 11200');
	const changed = await changes();
	t.deepEqual([changed.length, changed[0], changed.at(-1)], [1000, '10001', '11000']);

	await fill('11201 20001');
	t.deepEqual(await changes(), []);
	const tooMany = await watchChanges(directory, never);
	await write('another', '');
	t.deepEqual(await tooMany(), []);
});

test('git that hangs is given up, whenever garbage is collected', async t => {
	const {directory, git, write} = await place(t);
	await git('init', '-q');
	await run(directory, '/bin/sh', '-c', 'rm .git/config && mkfifo .git/config');
	setFlagsFromString('--expose-gc');
	const collecting = setInterval(runInNewContext('gc') as () => void, 50);
	t.teardown(() => {
		clearInterval(collecting);
	});
	const changes = await watchChanges(directory, never, 500);
	await write('made', 'x');
	t.deepEqual(await changes(), ['made']);
});
