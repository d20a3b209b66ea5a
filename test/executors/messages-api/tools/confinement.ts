import {execFileSync, fork} from 'node:child_process';
import {once} from 'node:events';
import {
	link, lstat, mkdir, readdir, symlink,
} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {editFileTool} from '../../../../source/executors/messages-api/tools/edit-file.js';
import {gitTool} from '../../../../source/executors/messages-api/tools/git.js';
import {listFilesTool} from '../../../../source/executors/messages-api/tools/list-files.js';
import {readFileTool} from '../../../../source/executors/messages-api/tools/read-file.js';
import {searchFilesTool} from '../../../../source/executors/messages-api/tools/search-files.js';
import {Workdir} from '../../../../source/executors/messages-api/tools/workdir.js';
import {writeFileTool} from '../../../../source/executors/messages-api/tools/write-file.js';
import {
	addLinks, caller, makeScene, secret, toolsOf, type Caller, type Scene,
} from './_scene.js';

/** Every tool that takes a path. */
const uses: Readonly<Record<string, (tools: Caller, wanted: string) => ReturnType<Caller['run']>>> = {
	list: async (tools, wanted) => tools.run('list_files', {path: wanted, recursive: true}),
	read: async (tools, wanted) => tools.run('read_file', {path: wanted}),
	search: async (tools, wanted) => tools.run('search_files', {path: wanted, pattern: '.', regex: true}),
	write: async (tools, wanted) => tools.run('write_file', {path: wanted, content: 'mine'}),
	edit: async (tools, wanted) => tools.run('edit_file', {path: wanted, old_text: 'secret', new_text: 'mine'}),
	'git add': async (tools, wanted) => tools.run('git', {command: 'add', paths: [wanted]}),
	'git diff': async (tools, wanted) => tools.run('git', {command: 'diff', paths: ['/dev/null', wanted]}),
};

/** Every way to name something outside. */
function ways({root, outside}: Scene): readonly string[] {
	return Object.values({
		above: ['..', '../outside', '../outside/secret.txt', 'sub/../../outside/secret.txt', './/..//outside/./secret.txt', `${'../'.repeat(2000)}etc/passwd`],
		beside: ['../work-beside/secret.txt', '../outside/new.txt', '../outside/new/new.txt'],
		absolute: [outside, `${outside}/secret.txt`, `${root}/../outside/secret.txt`, '/etc/passwd', '/', '/dev/zero', '/dev/null'],
		links: ['file-link', 'relative-link', 'directory-link', 'directory-link/', 'directory-link/secret.txt', 'directory-link/new.txt', 'directory-link/new/new.txt', 'chain'],
		linksOnTheWay: ['sub/middle', 'sub/middle/secret.txt', 'sub/middle/new.txt', 'sub/../directory-link/secret.txt'],
		linksToNothing: ['dangling', 'dangling-directory', 'dangling-directory/new.txt', 'loop', 'loop/x'],
		system: ['device-link', 'process-link', `process-link${outside}/secret.txt`, `/proc/self/root${outside}/secret.txt`, '/proc/self/cwd/../outside/secret.txt', '/proc/self/environ'],
		notPaths: ['inside.txt\0', '\0/../outside/secret.txt'],
		git: ['.git', '.git/config', '.git/hooks/pre-commit', 'sub/.git/config', 'sub/../.git/config', '.GIT/config', '.git./config', '.g\u200Cit/config', 'own-git/config'],
	}).flat();
}

for (const [system, descriptors] of [['where the kernel tells the path of an open file', '/proc/self/fd'], ['where it does not', null]] as const) {
	test(`no path leads out of the working directory, ${system}`, async t => {
		const scene = await makeScene(t);
		scene.git('init', '-q');
		await addLinks(scene);
		await symlink('.git', path.join(scene.root, 'own-git'));
		const workdir = await Workdir.open(scene.root, descriptors);
		const tools = caller([listFilesTool, readFileTool, searchFilesTool, writeFileTool, editFileTool, gitTool].map(make => make(workdir)));
		const before = await scene.world();
		const config = await scene.read('.git/config');
		for (const wanted of ways(scene)) {
			for (const [name, use] of Object.entries(uses)) {
				const {status, text} = await use(tools, wanted);
				t.is(status, 'denied', `${name} ${JSON.stringify(wanted.slice(0, 80))}: ${text}`);
				t.false(text.includes(secret));
			}
		}

		t.deepEqual(await scene.world(), before);
		t.is(await scene.read('.git/config'), config);
		t.deepEqual(await readdir(path.join(scene.root, 'sub')), ['deep.txt', 'middle']);
		t.is(scene.git('ls-files'), '');

		// What lies inside is not refused, nor are the links found by those who look around.
		const everything = await tools.run('list_files', {recursive: true});
		t.is(everything.status, 'ok');
		t.regex(everything.text, /^directory-link@$/mu);
		t.notRegex(everything.text, /secret\.txt|^\.git|^own-git\//mu);
		const found = await tools.run('search_files', {pattern: '^', regex: true});
		t.is(found.text, 'inside.txt:1: inside\nsub/deep.txt:1: deep');
	});
}

test('links inside the directory are followed, and kept', async t => {
	const scene = await makeScene(t);
	await symlink('sub', path.join(scene.root, 'alias'));
	await symlink('../inside.txt', path.join(scene.root, 'sub/up'));
	await symlink(scene.root, path.join(scene.outside, 'way-in'));
	const tools = await toolsOf({root: path.join(scene.outside, 'way-in')});
	t.is(await tools.text('read_file', {path: 'alias/up'}), 'inside\n');
	t.is(await tools.text('read_file', {path: path.join(scene.outside, 'way-in/sub/deep.txt')}), 'deep\n');
	t.is(await tools.text('read_file', {path: path.join(scene.root, 'alias/../sub/deep.txt')}), 'deep\n');
	t.is(await tools.status('write_file', {path: 'alias/up', content: 'new'}), 'ok');
	t.is(await tools.text('write_file', {path: 'alias/more/x.txt', content: 'x'}), 'Created sub/more/x.txt: 1 bytes');
	t.is(await scene.read('inside.txt'), 'new');
	const stats = await lstat(path.join(scene.root, 'sub/up'));
	t.true(stats.isSymbolicLink());
});

test('pipes, sockets and devices do not block a tool, and a write breaks a hard link', async t => {
	const scene = await makeScene(t);
	execFileSync('mkfifo', [path.join(scene.root, 'pipe')]);
	await link(path.join(scene.outside, 'secret.txt'), path.join(scene.root, 'hard'));
	const tools = await toolsOf(scene);
	t.is(await tools.status('read_file', {path: 'pipe'}), 'denied');
	t.is(await tools.status('write_file', {path: 'pipe', content: 'x'}), 'denied');
	t.is(await tools.status('edit_file', {path: 'pipe', old_text: 'x', new_text: 'y'}), 'denied');
	t.is(await tools.status('list_files', {path: 'pipe'}), 'failed');
	t.is(await tools.status('search_files', {path: 'pipe', pattern: 'x'}), 'failed');
	t.is(await tools.text('search_files', {pattern: 'nothing like that'}), '[no matches]');
	const before = await scene.world();
	t.is(await tools.status('write_file', {path: 'hard', content: 'mine'}), 'ok');
	t.deepEqual(await scene.world(), before);
});

test('control files of other programs are not written', async t => {
	const scene = await makeScene(t);
	await mkdir(path.join(scene.root, '.vscode'));
	await symlink('.vscode', path.join(scene.root, 'editor'));
	await symlink('sub', path.join(scene.root, '.git'));
	await scene.write({'bare/HEAD': 'ref: refs/heads/main', 'bare/objects/x': '', 'bare/config': 'old'});
	const tools = await toolsOf(scene);
	const refused = Object.values({
		agents: ['.claude/settings.json', '.Claude/settings.json', 'sub/.claude/hooks/x.sh', '.mcp.json', `${scene.root}/.mcp.json`],
		editors: ['.vscode/tasks.json', 'editor/tasks.json', '.idea/x.xml', '.husky/pre-commit'],
		shells: ['.bashrc', 'sub/.envrc', '.ENVRC', '.npmrc'],
		git: ['.gitmodules', '.gitconfig', 'HEAD', 'new/HEAD', 'bare/config', 'bare/hooks/post-commit', 'GIT~1/config', '.git/deep.txt'],
	}).flat();
	for (const wanted of refused) {
		t.is(await tools.status('write_file', {path: wanted, content: 'x'}), 'denied', `write ${wanted}`);
	}

	t.is(await tools.status('read_file', {path: '.git/deep.txt'}), 'denied');
	t.is(await tools.status('edit_file', {path: 'bare/config', old_text: 'old', new_text: 'new'}), 'denied');
	t.deepEqual(await readdir(scene.root), ['.git', 'bare', 'editor', 'inside.txt', 'sub', '.vscode'].toSorted());
	for (const wanted of ['.github/workflows/x.yml', '.gitignore', '.gitattributes', 'claude/x', 'header.txt']) {
		t.is(await tools.status('write_file', {path: wanted, content: 'x'}), 'ok', `write ${wanted}`);
	}

	// A directory above with such a name is not the model's choice.
	const others = await toolsOf({root: path.join(scene.root, '.vscode')});
	t.is(await others.status('write_file', {path: path.join(scene.root, '.vscode/x.txt'), content: 'x'}), 'ok');
});

test('swapping a directory for a link between check and use does not escape', async t => {
	const scene = await makeScene(t);
	await scene.write({'swapped/secret.txt': 'harmless'});
	const tools = await toolsOf(scene);
	const before = await scene.world();
	const swapper = fork(new URL('_swap.ts', import.meta.url), [path.join(scene.root, 'swapped'), scene.outside], {execArgv: ['--import=tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc']});
	const ended = once(swapper, 'exit');
	try {
		await once(swapper, 'message');
		let done = 0;
		// At least until something went through, so that it was tried.
		for (let round = 0; round < 300 || done === 0; round++) {
			const results = await Promise.all([
				tools.run('read_file', {path: 'swapped/secret.txt'}),
				tools.run('list_files', {path: 'swapped'}),
				tools.run('write_file', {path: `swapped/new-${round}.txt`, content: 'x'}),
				tools.run('write_file', {path: `swapped/new-${round}/x.txt`, content: 'x'}),
			]);
			t.false(results.some(({text}) => text.includes(secret)));
			done += results.filter(({status}) => status === 'ok').length;
		}

		t.is(swapper.exitCode, null);
	} finally {
		swapper.kill('SIGKILL');
		await ended;
	}

	t.deepEqual(await scene.world(), before);
});
