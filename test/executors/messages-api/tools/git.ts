import {execFileSync} from 'node:child_process';
import {open, readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {gitTool} from '../../../../source/executors/messages-api/tools/git.js';
import {Workdir} from '../../../../source/executors/messages-api/tools/workdir.js';
import {
	caller, makeScene, secret, toolsOf, type Scene,
} from './_scene.js';

async function repository(t: ExecutionContext): Promise<Scene> {
	const scene = await makeScene(t);
	scene.git('init', '-q', '-b', 'main');
	scene.git('add', '.');
	scene.git('commit', '-q', '-m', 'first');
	return scene;
}

test('a change is shown, added and committed', async t => {
	const scene = await repository(t);
	const tools = await toolsOf(scene);
	await scene.write({'inside.txt': 'changed\n', 'ü [1]*.txt': 'new\n', 'u-1.txt': 'other\n'});
	t.is(await tools.text('git', {command: 'status', options: ['--short']}), ' M inside.txt\n?? u-1.txt\n?? "ü [1]*.txt"');
	t.regex(await tools.text('git', {command: 'diff', options: ['-U0'], paths: ['inside.txt', 'sub']}), /\n-inside\n\+changed$/u);
	t.is(await tools.text('git', {command: 'diff', options: ['--name-only'], revisions: ['HEAD']}), 'inside.txt');
	// Paths are paths, not patterns.
	t.is(await tools.text('git', {command: 'add', paths: ['ü [1]*.txt', path.join(scene.root, 'inside.txt')]}), '[no output]');
	t.is(await tools.text('git', {command: 'ls-files', options: ['--others']}), 'u-1.txt');
	t.regex(await tools.text('git', {command: 'commit', message: '-m is no option\n\n# nor is this a comment'}), /2 files changed/u);
	t.is(scene.git('log', '-1', '--format=%an <%ae>%n%B').trim(), 'haiku-swarm <haiku-swarm@localhost>\n-m is no option\n\n# nor is this a comment');
	t.regex(await tools.text('git', {command: 'log', options: ['--oneline', '-5']}), /^[\da-f]{7} -m is no option\n[\da-f]{7} first$/u);
	t.is(await tools.text('git', {command: 'show', revisions: ['HEAD~1:inside.txt']}), 'inside');
	t.is(await tools.text('git', {command: 'branch', options: ['--show-current']}), 'main');
	t.is(await tools.text('git', {command: 'rev-parse', options: ['--abbrev-ref'], revisions: ['HEAD']}), 'main');
	t.regex(await tools.text('git', {command: 'commit', message: 'nothing'}), /^failed: [^]*nothing added to commit/u);
	t.regex(await tools.text('git', {command: 'show', revisions: ['nowhere']}), /^failed: fatal: bad revision 'nowhere'$/u);
	t.regex(await tools.text('git', {command: 'commit'}), /^failed: Expected a message/u);

	// Whoever has an identity in the repository keeps it.
	scene.git('config', 'user.name', 'Somebody');
	scene.git('config', 'user.email', 'some@body');
	await tools.run('git', {command: 'commit', options: ['--allow-empty'], message: 'x'});
	t.is(scene.git('log', '-1', '--format=%an <%ae>').trim(), 'Somebody <some@body>');
});

test('commands and options that are not listed are denied', async t => {
	const scene = await repository(t);
	await scene.write({'inside.txt': 'changed\n'});
	const tools = await toolsOf(scene);
	const world = await scene.world();
	const head = scene.git('rev-parse', 'HEAD');
	const beyond = path.join(scene.outside, 'secret.txt');
	const refused: ReadonlyArray<Readonly<Record<string, unknown>>> = [
		...[...'push fetch clone config checkout reset grep apply submodule daemon !sh -c --exec-path constructor __proto__'.split(' '), '', 'diff '].map(command => ({command})),
		...[
			...'-c -ccore.fsmonitor=x --exec-path=. -C --no-index --ext-diff --textconv --pager --paginate --output --upload-pack=x -- @file'.split(' '),
			...'--format=%G? --pretty=%G? --show-signature --diff-merges=remerge --submodule=diff'.split(' '),
			`--git-dir=${scene.outside}`,
			`--work-tree=${scene.outside}`,
			`-C${scene.outside}`,
			`--output=${scene.outside}/new.txt`,
			`-O${beyond}`,
			'--stat\0',
			'--stat\n--output=x',
		].flatMap(option => ['diff', 'log', 'show'].map(command => ({command, options: [option]}))),
		...[`--pathspec-from-file=${beyond}`, '-p', '-i', '-e', '-f', '--force', '--chmod=+x', '--intent-to-add'].map(option => ({command: 'add', options: [option]})),
		...[`--file=${beyond}`, `-F${beyond}`, `--template=${beyond}`, ...'-F --amend -a -e --trailer=x:y -C --gpg-sign --reuse-message=HEAD --author=x'.split(' ')].map(option => (
			{command: 'commit', options: [option], message: 'x'}
		)),
		...[`--exclude-from=${beyond}`, `-X${beyond}`, '--recurse-submodules'].map(option => ({command: 'ls-files', options: [option]})),
		...['--git-dir', '--parseopt', '--resolve-git-dir', '--show-toplevel'].map(option => ({command: 'rev-parse', options: [option]})),
		...['-D', '-m', '--edit-description', '--set-upstream-to=x'].map(option => ({command: 'branch', options: [option]})),
		...['--output=x', '-p', '--', '--no-index', 'HEAD\0x', ''].map(revision => ({command: 'diff', revisions: [revision]})),
		...['../outside/secret.txt', beyond, '/dev/null', '.git/config'].map(wanted => ({command: 'diff', paths: ['inside.txt', wanted]})),
		{command: 'commit', message: 'x', paths: ['inside.txt']},
		{command: 'branch', revisions: ['evil']},
		{command: 'status', revisions: ['HEAD']},
	];
	for (const request of refused) {
		const {status, text} = await tools.run('git', request);
		t.is(status, 'denied', `${JSON.stringify(request)}: ${text}`);
	}

	// These are asked, and do not lead anywhere.
	const harmless: ReadonlyArray<Readonly<Record<string, unknown>>> = [
		...[beyond, '../outside/secret.txt', `HEAD:${beyond}`, 'HEAD:../outside/secret.txt', `:${beyond}`, '../../outside/HEAD'].flatMap(revision => (
			['diff', 'show', 'rev-parse'].map(command => ({command, revisions: [revision]}))
		)),
		...[':(top)inside.txt', ':/', ':!x', ':(attr:x)', '*.txt', '--all', '-A', '@file'].map(wanted => ({command: 'add', paths: [wanted]})),
	];
	for (const request of harmless) {
		const {status, text} = await tools.run('git', request);
		t.is(status, 'failed', `${JSON.stringify(request)}: ${text}`);
		t.false(text.includes(secret));
	}

	t.deepEqual(await scene.world(), world);
	t.is(scene.git('rev-parse', 'HEAD'), head);
	t.is(scene.git('diff', '--cached', '--name-only'), '');
});

test('git is stopped if it hangs or writes too much', async t => {
	const scene = await repository(t);
	const exclude = path.join(scene.root, '.git/info/exclude');
	await rm(exclude);
	// Git waits until somebody writes there, first in the one, then in the other.
	execFileSync('mkfifo', [exclude, path.join(scene.root, '.gitignore')]);
	const workdir = await Workdir.open(scene.root);
	const slow = caller([gitTool(workdir, 200)]);
	t.is(await slow.text('git', {command: 'status'}), 'failed: git took longer than 0.2 seconds and was stopped');
	const controller = new AbortController();
	const reason = new Error('enough');
	const tools = await toolsOf(scene);
	const running = t.throwsAsync(tools.run('git', {command: 'add', options: ['--all']}, controller.signal));
	// Opened when git reads there, after it has locked the index.
	const writer = await open(exclude, 'w');
	const before = await readdir(path.join(scene.root, '.git'));
	t.true(before.includes('index.lock'));
	controller.abort(reason);
	t.is(await running, reason);
	// Whoever asks git next must not be told that somebody else is at it.
	const left = await readdir(path.join(scene.root, '.git'));
	t.false(left.includes('index.lock'));
	await writer.close();
	await rm(path.join(scene.root, '.gitignore'));

	await rm(exclude);
	await scene.write({'long.txt': 'a line of some length that is repeated\n'.repeat(20_000)});
	scene.git('add', '.');
	const text = await tools.text('git', {command: 'diff', options: ['--cached']});
	t.true(text.length < 31_000);
	t.regex(text, /\n\[cut: \d+ more characters\]$/u);
});
