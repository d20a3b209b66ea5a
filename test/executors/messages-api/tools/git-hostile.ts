import {chmod, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {
	makeScene, secret, toolsOf, type Scene,
} from './_scene.js';

/*
A repository whose configuration runs programs wherever git can be made to run one. Each program leaves its name outside of the working directory.
*/

type Trap = {
	/** What is put into the repository. `program` makes a program, and gives its path. */
	readonly set: (scene: Scene, program: (name: string) => Promise<string>) => Promise<void>;
	/** What springs it, as the user would run it. */
	readonly springs: readonly string[];
	/** The same, as the model would. */
	readonly request: Readonly<Record<string, unknown>>;
	/** Whether the request must work all the same. */
	readonly works: boolean;
};

const status = {springs: ['status'], request: {command: 'status'}, works: true} as const;
const commit = {springs: ['commit', '-m', 'x'], request: {command: 'commit', message: 'x'}, works: true} as const;
const show = {springs: ['show', 'HEAD'], request: {command: 'show', revisions: ['HEAD']}, works: true} as const;

/** Change a file that is in the repository, and take the change in. */
async function change(scene: Scene): Promise<void> {
	await scene.write({'inside.txt': 'changed\n'});
	scene.git('add', 'inside.txt');
}

async function loseBlob(scene: Scene): Promise<void> {
	const id = scene.git('rev-parse', 'HEAD:inside.txt').trim();
	scene.git('config', 'extensions.partialClone', 'origin');
	scene.git('config', 'core.repositoryFormatVersion', '1');
	scene.git('config', 'remote.origin.promisor', 'true');
	await rm(path.join(scene.root, '.git/objects', id.slice(0, 2), id.slice(2)));
}

const traps: Readonly<Record<string, Trap>> = {
	'a file system monitor': {
		...status,
		async set(scene, program) {
			scene.git('config', 'core.fsmonitor', await program('monitor'));
		},
	},
	'a file system monitor in an included file': {
		...status,
		async set(scene, program) {
			await scene.write({'.git/more': `[core]\n\tfsmonitor = ${await program('included')}\n`});
			scene.git('config', 'include.path', 'more');
		},
	},
	'a submodule with a configuration of its own': {
		...status,
		async set(scene, program) {
			scene.git('init', '-q', 'nested');
			scene.git('-C', 'nested', 'commit', '-q', '--allow-empty', '-m', 'x');
			scene.git('add', 'nested');
			scene.git('commit', '-q', '-m', 'nested');
			scene.git('-C', 'nested', 'config', 'core.fsmonitor', await program('nested'));
		},
	},
	hooks: {
		...commit,
		async set(scene, program) {
			await change(scene);
			for (const name of ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'post-index-change', 'reference-transaction']) {
				await program(path.join('../work/.git/hooks', name));
			}
		},
	},
	'hooks elsewhere': {
		...commit,
		async set(scene, program) {
			await change(scene);
			scene.git('config', 'core.hooksPath', path.dirname(await program('post-commit')));
		},
	},
	'signing of commits': {
		...commit,
		async set(scene, program) {
			await change(scene);
			scene.git('config', 'commit.gpgSign', 'true');
			scene.git('config', 'gpg.program', await program('sign'));
		},
	},
	'maintenance after a commit': {
		...commit,
		async set(scene, program) {
			await change(scene);
			// As if there were many loose objects.
			scene.git('config', 'gc.auto', '1');
			await program('../work/.git/hooks/pre-auto-gc');
			await Promise.all(Array.from({length: 4}, async (_, index) => scene.write({[`.git/objects/17/${String(index).padStart(38, '0')}`]: ''})));
		},
	},
	'a filter': {
		springs: ['add', 'inside.txt'],
		request: {command: 'add', paths: ['inside.txt']},
		// As it is, the file would be wrong in the repository.
		works: false,
		async set(scene, program) {
			await scene.write({'.gitattributes': '*.txt filter=evil\n', 'inside.txt': 'new\n'});
			scene.git('config', 'filter.evil.clean', await program('clean'));
		},
	},
	'a filter of many files, with = in its name': {
		springs: ['diff'],
		request: {command: 'diff'},
		works: true,
		async set(scene, program) {
			await scene.write({'.git/info/attributes': '*.txt filter=e=vil\n', 'inside.txt': 'new\n'});
			scene.git('config', 'filter.e=vil.process', await program('process'));
			scene.git('config', 'filter.e=vil.required', 'true');
		},
	},
	'a program that shows differences': {
		springs: ['diff'],
		request: {command: 'diff'},
		works: true,
		async set(scene, program) {
			await scene.write({'inside.txt': 'new\n'});
			scene.git('config', 'diff.external', await program('external'));
		},
	},
	'a driver that shows differences': {
		springs: ['diff'],
		request: {command: 'diff'},
		works: true,
		async set(scene, program) {
			await scene.write({'.gitattributes': '*.txt diff=evil\n', 'inside.txt': 'new\n'});
			scene.git('config', 'diff.evil.command', await program('driver'));
		},
	},
	'a driver that makes texts': {
		...show,
		async set(scene, program) {
			await scene.write({'.gitattributes': '*.txt diff=evil\n'});
			scene.git('config', 'diff.evil.textconv', await program('textconv'));
		},
	},
	'a driver that makes a text of one file': {
		springs: ['show', '--textconv', 'HEAD:inside.txt'],
		request: {command: 'show', revisions: ['HEAD:inside.txt']},
		works: true,
		async set(scene, program) {
			await scene.write({'.gitattributes': '*.txt diff=evil\n'});
			scene.git('config', 'diff.evil.textconv', await program('textconv'));
		},
	},
	'a remote that is asked for what is missing': {
		springs: ['show', 'HEAD'],
		request: {command: 'show', revisions: ['HEAD']},
		works: false,
		async set(scene, program) {
			await loseBlob(scene);
			scene.git('config', 'core.sshCommand', await program('ssh'));
			scene.git('config', 'remote.origin.url', 'ssh://127.0.0.1/x');
			scene.git('config', 'protocol.ssh.allow', 'always');
		},
	},
	'a remote that is a program': {
		springs: ['show', 'HEAD'],
		request: {command: 'show', revisions: ['HEAD']},
		works: false,
		async set(scene, program) {
			await loseBlob(scene);
			scene.git('config', 'remote.origin.url', `ext::${await program('ext')}`);
			scene.git('config', 'protocol.ext.allow', 'always');
		},
	},
};

async function repository(t: ExecutionContext): Promise<Scene> {
	const scene = await makeScene(t);
	scene.git('init', '-q');
	scene.git('add', '.');
	scene.git('commit', '-q', '-m', 'first');
	return scene;
}

for (const [name, {set, springs, request, works}] of Object.entries(traps)) {
	test(`not run: ${name}`, async t => {
		for (const who of ['user', 'model'] as const) {
			const scene = await repository(t);
			await set(scene, async program => {
				const file = path.join(scene.outside, program);
				await scene.write({[file]: `#!/bin/sh\necho "$0" >> ${scene.outside}/ran\nexit 1\n`});
				await chmod(file, 0o755);
				return file;
			});
			const before = await scene.world();
			if (who === 'user') {
				// It is a trap indeed.
				try {
					scene.git(...springs);
				} catch {
					// It failed, but it ran.
				}

				t.notDeepEqual(await scene.world(), before);
			} else {
				const tools = await toolsOf(scene);
				const {status, text} = await tools.run('git', request);
				t.is(status, works ? 'ok' : 'failed', `git said: ${text}`);
				t.deepEqual(await scene.world(), before);
			}
		}
	});
}

test('the work tree and the repository must be those of the working directory', async t => {
	const scene = await repository(t);
	scene.git('config', 'core.worktree', scene.outside);
	const tools = await toolsOf(scene);
	t.notRegex(await tools.text('git', {command: 'status'}), /secret/);
	t.is(await tools.status('git', {command: 'add', options: ['--all']}), 'ok');
	t.is(await tools.text('git', {command: 'ls-files'}), 'inside.txt\nsub/deep.txt');

	// A repository above is not searched for.
	const below = await toolsOf({root: path.join(scene.root, 'sub')});
	await t.throwsAsync(below.run('git', {command: 'log'}), {message: 'There is no tool git'});

	// A worktree is fine, since its repository knows it; a file that leads to a repository which does not is not.
	scene.git('config', '--unset', 'core.worktree');
	scene.git('worktree', 'add', '-q', '../tree');
	const worktree = await toolsOf({root: path.join(scene.root, '../tree')});
	t.regex(await worktree.text('git', {command: 'log'}), /first/);
	t.is(await worktree.status('git', {command: 'commit', options: ['--allow-empty'], message: 'in the tree'}), 'ok');
	for (const target of [path.join(scene.root, '.git'), path.join(scene.root, '.git/worktrees/tree')]) {
		await scene.write({'sub/.git': `gitdir: ${target}\n`});
		const astray = await toolsOf({root: path.join(scene.root, 'sub')});
		t.is(await astray.status('git', {command: 'log'}), 'denied');
	}
});

test.serial('git inherits no variables, and is not run from the working directory', async t => {
	const scene = await repository(t);
	await scene.write({'bin/git': `#!/bin/sh\necho ${secret}\n`});
	await chmod(path.join(scene.root, 'bin/git'), 0o755);
	const before = process.env;
	process.env = {
		...before, PATH: `bin${path.delimiter}${path.join(scene.root, 'bin')}${path.delimiter}${before.PATH}`, GIT_DIR: scene.outside, GIT_TRACE: path.join(scene.outside, 'trace'),
	};
	try {
		const world = await scene.world();
		const tools = await toolsOf(scene);
		t.regex(await tools.text('git', {command: 'log', options: ['--pretty=short']}), /^commit [\da-f]{40}\nAuthor: A <a@b>\n\n {4}first$/u);
		t.deepEqual(await scene.world(), world);
	} finally {
		process.env = before;
	}
});
