import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {watch} from 'node:fs';
import {
	chmod, mkdir, readdir, stat, symlink,
} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {makeScene, toolsOf} from './_scene.js';

test('a file is read in parts', async t => {
	const scene = await makeScene(t);
	const lines = Array.from({length: 5000}, (_, index) => `line ${index + 1} ${'ü'.repeat(index % 40)}`);
	await scene.write({
		'long.txt': lines.join('\n') + '\n', 'no-end.txt': 'a\nb', 'empty.txt': '', 'binary.bin': 'a\0b', 'wide.txt': `${'x'.repeat(40_000)}\nlast\n`,
	});
	const tools = await toolsOf(scene);
	// All of it comes back, once, by doing what the last line says.
	let offset = 1;
	let whole = '';
	for (let parts = 0; parts < 20; parts++) {
		const text = await tools.text('read_file', {path: 'long.txt', offset});
		t.true(text.length <= 30_000);
		const [, part = text, next] = /^([^]*\n)?\[there is more: continue with offset (\d+)\]$/u.exec(text) ?? [];
		whole += part;
		if (next === undefined) {
			break;
		}

		offset = Number(next);
	}

	t.deepEqual(whole.trimEnd().split('\n'), lines);
	t.is(await tools.text('read_file', {path: 'long.txt', offset: 4999}), `${lines[4998]}\n${lines[4999]}\n`);
	t.is(await tools.text('read_file', {path: 'long.txt', offset: 2, limit: 2}), 'line 2 ü\nline 3 üü\n[there is more: continue with offset 4]');
	t.is(await tools.text('read_file', {path: 'long.txt', offset: 5001}), '[the file has fewer than 5001 lines]');
	t.is(await tools.text('read_file', {path: 'no-end.txt'}), 'a\nb');
	t.is(await tools.text('read_file', {path: 'empty.txt'}), '[the file is empty]');
	t.regex(await tools.text('read_file', {path: 'wide.txt'}), /^x{29000,30000}\n\[the rest of line 1 is left out\]\n\[there is more: continue with offset 2\]$/u);
	t.is(await tools.text('read_file', {path: 'wide.txt', offset: 2}), 'last\n');
	t.is(await tools.text('read_file', {path: 'binary.bin'}), 'failed: Expected a text file, got a binary file');
	t.is(await tools.text('read_file', {path: 'nothing.txt'}), 'failed: Expected a file, but nothing.txt does not exist');
	t.is(await tools.text('read_file', {path: 'sub'}), 'failed: Expected a file, but sub is a directory');
	t.is(await tools.text('read_file', {path: 'empty.txt/x'}), 'failed: Failed: a part of the path is not a directory');
});

test('a file is replaced, its mode kept, and directories are created', async t => {
	const scene = await makeScene(t);
	const tools = await toolsOf(scene);
	t.is(await tools.text('write_file', {path: 'a/b/c.txt', content: 'ü\n'}), 'Created a/b/c.txt: 3 bytes');
	t.is(await scene.read('a/b/c.txt'), 'ü\n');
	await chmod(path.join(scene.root, 'inside.txt'), 0o751);
	t.is(await tools.text('write_file', {path: './inside.txt', content: ''}), 'Replaced inside.txt: 0 bytes');
	const {mode} = await stat(path.join(scene.root, 'inside.txt'));
	t.is(mode & 0o777, 0o751);
	t.is(await scene.read('inside.txt'), '');

	t.is(await tools.text('write_file', {path: 'sub', content: 'x'}), 'failed: Expected a file, but sub is a directory');
	t.is(await tools.text('write_file', {path: '.', content: 'x'}), 'failed: Expected the path of a file, got the working directory');
	t.is(await tools.text('write_file', {path: 'inside.txt/x', content: 'x'}), 'failed: Failed: a part of the path is not a directory');
	t.is(await tools.text('write_file', {path: 'x'.repeat(300), content: 'x'}), 'failed: Failed: the name is too long');
	t.is(await tools.text('write_file', {path: 'big.txt', content: 'x'.repeat((1024 * 1024) + 1)}), 'failed: Expected at most 1048576 bytes to write, got 1048577');
	await chmod(path.join(scene.root, 'inside.txt'), 0o444);
	t.is(await tools.text('write_file', {path: 'inside.txt', content: 'x'}), 'failed: Expected a writable file, but inside.txt is read-only');
	// Nothing is left of what failed.
	t.deepEqual(await readdir(scene.root), ['a', 'inside.txt', 'sub']);
	t.deepEqual(await readdir(path.join(scene.root, 'sub')), ['deep.txt']);
});

test('a reader never sees a partially written file', async t => {
	const scene = await makeScene(t);
	const tools = await toolsOf(scene);
	const versions = ['a', 'b', 'c'].map(letter => letter.repeat(20_000));
	const [ours = '', others = '', first = ''] = versions;
	await scene.write({'inside.txt': first, '../others': others});
	// Somebody else does it, too, as fast as it goes.
	const replacer = spawn('sh', ['-c', 'while cp others new && mv new work/inside.txt; do :; done'], {cwd: path.dirname(scene.root), stdio: 'ignore'});
	const ended = once(replacer, 'exit');
	const seen = new Set<string>();
	for (let round = 0; round < 150; round++) {
		const write = tools.run('write_file', {path: 'inside.txt', content: ours});
		for (const text of await Promise.all(Array.from({length: 5}, async () => tools.text('read_file', {path: 'inside.txt'})))) {
			seen.add(text);
		}

		await write;
	}

	replacer.kill('SIGKILL');
	await ended;
	t.deepEqual([...seen].filter(text => !versions.includes(text)), []);
});

test('an aborted write leaves the old file, and no temporary file', async t => {
	const scene = await makeScene(t);
	const tools = await toolsOf(scene);
	const reason = new Error('enough');
	let ended: unknown;
	while (ended === undefined) {
		await scene.write({'inside.txt': 'inside'});
		const controller = new AbortController();
		const watching = watch(scene.root, (_event, name) => {
			if (name?.startsWith('.haiku-swarm-')) {
				controller.abort(reason);
			}
		});
		try {
			await tools.run('write_file', {path: 'inside.txt', content: 'x'.repeat(1024 * 1024)}, controller.signal);
		} catch (error) {
			ended = error;
		} finally {
			watching.close();
		}
	}

	t.is(ended, reason);
	t.is(await scene.read('inside.txt'), 'inside');
	t.deepEqual(await readdir(scene.root), ['inside.txt', 'sub']);
});

test('text in a file is replaced if it is unique', async t => {
	const scene = await makeScene(t);
	const tools = await toolsOf(scene);
	await scene.write({'code.ts': '\uFEFFone\r\ntwo\r\none\r\n', 'latin.txt': '', 'large.txt': 'x'.repeat((1024 * 1024) + 1)});
	t.is(await tools.text('edit_file', {path: 'code.ts', old_text: 'two', new_text: '$& $1 two'}), 'Replaced 1 occurrence in code.ts');
	t.is(await scene.read('code.ts'), '\uFEFFone\r\n$& $1 two\r\none\r\n');
	t.regex(await tools.text('edit_file', {path: 'code.ts', old_text: 'one', new_text: 'x'}), /^failed: .*2 times/u);
	t.is(await tools.text('edit_file', {
		path: 'code.ts', old_text: 'one', new_text: '1', replace_all: true,
	}), 'Replaced 2 occurrences in code.ts');
	t.is(await scene.read('code.ts'), '\uFEFF1\r\n$& $1 two\r\n1\r\n');
	t.regex(await tools.text('edit_file', {path: 'code.ts', old_text: 'three', new_text: 'x'}), /^failed: .*not there/u);
	t.regex(await tools.text('edit_file', {path: 'large.txt', old_text: 'x', new_text: 'y'}), /^failed: Expected a file of at most/u);
	t.regex(await tools.text('edit_file', {path: 'code.ts', old_text: '', new_text: 'x'}), /^failed: Invalid input: old_text/u);
	await scene.writeBytes('latin.txt', [0xE4, 0x0A]);
	t.is(await tools.text('edit_file', {path: 'latin.txt', old_text: '\n', new_text: 'x'}), 'failed: Expected UTF-8 text, but latin.txt is not');
});

test('a directory is listed', async t => {
	const scene = await makeScene(t);
	await scene.write({
		'.git/x': '', 'node_modules/a/index.js': '', 'sub/.hidden': '', 'sub/two\nlines': '',
	});
	await symlink('sub', path.join(scene.root, 'alias'));
	await mkdir(path.join(scene.root, 'hollow'));
	const tools = await toolsOf(scene);
	t.is(await tools.text('list_files', {}), 'alias@\nhollow/\ninside.txt\nnode_modules/\nsub/');
	t.is(await tools.text('list_files', {recursive: true}), 'alias@\nhollow/\ninside.txt\nnode_modules/\nsub/\nsub/.hidden\nsub/deep.txt\n"sub/two\\nlines"');
	t.is(await tools.text('list_files', {path: 'alias'}), 'sub/.hidden\nsub/deep.txt\n"sub/two\\nlines"');
	t.is(await tools.text('list_files', {path: 'node_modules/a'}), 'node_modules/a/index.js');
	t.is(await tools.text('list_files', {path: 'hollow'}), '[the directory is empty]');
	t.regex(await tools.text('list_files', {path: 'nowhere'}), /^failed: /u);
	t.regex(await tools.text('list_files', {path: 'inside.txt'}), /^failed: /u);
	await Promise.all(Array.from({length: 1100}, async (_, index) => scene.write({[`many/${index}`]: ''})));
	const many = await tools.text('list_files', {path: 'many'});
	t.is(many.split('\n').length, 1001);
	t.regex(many, /\n\[there is more: list a subdirectory\]$/u);
});

test('invalid input is explained, and an aborted call throws its reason', async t => {
	const scene = await makeScene(t);
	const tools = await toolsOf(scene);
	for (const input of [undefined, null, 'inside.txt', [], {}, {path: 1}, {path: 'inside.txt', offset: 0}, {path: 'inside.txt', limit: '3'}, {path: 'inside.txt', more: true}]) {
		const {status, text} = await tools.run('read_file', input);
		t.is(status, 'failed');
		t.regex(text, /^Invalid input: .{1,600}$/u);
	}

	const told = await tools.text('read_file', {path: {long: 'x'.repeat(100_000)}});
	t.true(told.length < 1000);
	const reason = new Error('enough');
	const error = await t.throwsAsync(tools.run('read_file', {path: 'inside.txt'}, AbortSignal.abort(reason)));
	t.is(error, reason);
});
