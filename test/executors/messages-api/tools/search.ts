import test from 'ava';
import {searchFilesTool} from '../../../../source/executors/messages-api/tools/search-files.js';
import {wildcard} from '../../../../source/executors/messages-api/tools/wildcard.js';
import {Workdir} from '../../../../source/executors/messages-api/tools/workdir.js';
import {caller, makeScene, toolsOf} from './_scene.js';

test('lines are found by text or expression in the requested files', async t => {
	const scene = await makeScene(t);
	await scene.write({
		'src/a.ts': 'first a.b\r\nsecond A.B\r\n', 'src/deep/b.tsx': 'a.b', 'src/c.md': 'a.b',
		'binary.bin': 'a.b\0', 'node_modules/x/x.ts': 'a.b', '.git/x': 'a.b', 'large.ts': 'a.b\n'.repeat(300_000),
	});
	const tools = await toolsOf(scene);
	const all = 'src/a.ts:1: first a.b\nsrc/c.md:1: a.b\nsrc/deep/b.tsx:1: a.b';
	t.is(await tools.text('search_files', {pattern: 'a.b'}), all);
	t.is(await tools.text('search_files', {pattern: 'a.b', path: 'src/c.md'}), 'src/c.md:1: a.b');
	t.is(await tools.text('search_files', {
		pattern: 'A.b', ignore_case: true, path: 'src', include: ['*.ts'],
	}), 'src/a.ts:1: first a.b\nsrc/a.ts:2: second A.B');
	t.is(await tools.text('search_files', {pattern: 'a.b', include: ['src/*.tsx', '*.md']}), 'src/c.md:1: a.b\nsrc/deep/b.tsx:1: a.b');
	t.is(await tools.text('search_files', {pattern: String.raw`^(?:second)\s[A-Z]\.B$`, regex: true}), 'src/a.ts:2: second A.B');
	t.is(await tools.text('search_files', {pattern: 'a+b'}), '[no matches]');
	t.regex(await tools.text('search_files', {pattern: '(', regex: true}), /^failed: Expected a regular expression: /u);
	t.regex(await tools.text('search_files', {pattern: 'a', path: 'nowhere'}), /^failed: /u);
});

test('results are limited', async t => {
	const scene = await makeScene(t);
	await scene.write({'many.txt': `found ${'x'.repeat(1000)}\n`.repeat(500), 'late.txt': `${'x'.repeat(20_000)}found\n`});
	const tools = await toolsOf(scene);
	const text = await tools.text('search_files', {pattern: 'found', path: 'many.txt'});
	t.true(text.length <= 31_000);
	t.is(await tools.text('search_files', {pattern: 'found', path: 'late.txt'}), '[no matches]');
	t.true(text.split('\n').every(line => line.length < 400));
});

test('an endless expression is stopped, and does not block the process', async t => {
	const scene = await makeScene(t);
	await scene.write({'evil.txt': `${'a'.repeat(60)}!\n`});
	const evil = {pattern: '(a+)+$', regex: true};
	const quick = caller([searchFilesTool(await Workdir.open(scene.root), 300)]);
	let turns = 0;
	const turning = setInterval(() => {
		turns++;
	}, 5);
	try {
		t.regex(await quick.text('search_files', evil), /^\[the search took longer than 0\.3 seconds and was stopped/u);
		t.true(turns > 5);
	} finally {
		clearInterval(turning);
	}

	const controller = new AbortController();
	const reason = new Error('enough');
	const tools = await toolsOf(scene);
	setTimeout(() => {
		controller.abort(reason);
	}, 200);
	const error = await t.throwsAsync(tools.run('search_files', evil, controller.signal));
	t.is(error, reason);
	// An expression that takes all of the stack ends its thread only.
	const hungry = {pattern: '(?:' + '(?:a?){900}'.repeat(80) + '){900}', regex: true};
	const {status} = await tools.run('search_files', hungry);
	t.is(status, 'failed');
});

test('wildcards', t => {
	const matches = (pattern: string, text: string) => wildcard(pattern)(text);
	const pairs = (text: string) => text.split(' ').map(pair => pair.split('=') as [string, string]);
	for (const [pattern, text] of pairs('*.ts=src/a.ts a.ts=src/a.ts src/*.ts=src/deep/a.ts src/**/*.ts=src/a.ts **/*.ts=a.ts *=x a*b*c=a-b-b-c *a*=a')) {
		t.true(matches(pattern, text), `${pattern} ${text}`);
	}

	for (const [pattern, text] of pairs('*.ts=a.tsx a.ts=ba.ts src/*.ts=lib/src/a.ts a*a=a a*b*c=a-c-b ab*b=ab =a *.=a')) {
		t.false(matches(pattern, text), `${pattern} ${text}`);
	}

	// Linear: this would not end otherwise.
	t.false(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(100_000)));
});
