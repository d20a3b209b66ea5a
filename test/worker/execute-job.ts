import test from 'ava';
import {loadBackground, readJob} from '../../source/worker/execute-job.js';
import {puppet} from './_executor.js';
import {announce, server} from './_server.js';
import {start} from './_start.js';

test('text that is no object with a description is its own description', t => {
	for (const [body, description, files] of [
		['{"description":"do it","files":["a.md"]}', 'do it', ['a.md']],
		['{"description":"do it","files":"a.md, b.md"}', 'do it', ['a.md', 'b.md']],
		['{"description":"","files":7}', '{"description":"","files":7}', []],
		['{"description":5}', '5', []],
		['[1]', '[1]', []],
		['null', 'null', []],
		['"x"', '"x"', []],
		['{broken', '{broken', []],
		['', '', []],
		['{"__proto__":{"description":"x"}}', '{"__proto__":{"description":"x"}}', []],
	] as const) {
		t.deepEqual(readJob('a', body), {
			taskId: 'a', description, files, context: null, related: [],
		}, `${body}`);
	}
});

test('a model is told the shared context and the completed findings that share the most words with its task', async t => {
	const {connection} = await server(t);
	t.deepEqual(await loadBackground(connection, {description: 'x', files: []}), {context: null, related: []});
	await connection.call('SET', 'context:active', 'be careful');
	const write = async (id: string, fields: Readonly<Record<string, unknown>>) => {
		await connection.call('ZADD', 'swarm:findings', 1, id);
		await connection.call('SET', `finding:${id}`, JSON.stringify({
			worker_id: 'w', result: `result of ${id}`, cost: 0, tokens_used: 0, ...fields,
		}));
	};

	for (let index = 0; index < 6; index++) {
		await write(`two${index}`, {task: 'describe the parser somehow'});
	}

	await write('three', {task: 'describe the parser', files_changed: ['docs/parser.md'], result: 'y'.repeat(5000)});
	await write('one', {task: 'the parser'});
	await write('failed', {task: 'describe the parser of docs/parser.md', status: 'failed'});
	await write('simulated', {task: 'describe the parser of docs/parser.md', simulated: true});
	await connection.call('ZADD', 'swarm:findings', 1, 'absent', 1, 'odd');
	await connection.call('LPUSH', 'finding:odd', 'describe the parser');
	const {context, related} = await loadBackground(connection, {description: 'Describe the parser', files: ['docs/parser.md']});
	t.is(context, 'be careful');
	t.is(related.length, 5);
	t.like(related[0], {id: 'three', task: 'describe the parser'});
	t.is(related[0]?.result.length, 4000);
	t.true(related.slice(1).every(({id}) => id.startsWith('two')));
});

test('what lies under the keys of others keeps no task from being done, and is read only where it is wanted', async t => {
	const {connection} = await server(t);
	await connection.call('LPUSH', 'context:active', 'x');
	await connection.call('SET', 'swarm:findings', 'x');
	t.deepEqual(await loadBackground(connection, {description: 'x', files: []}), {context: null, related: []});
	await connection.call('DEL', 'context:active');
	await connection.call('SET', 'context:active', 'c'.repeat(100_000));
	const wants = puppet({wantsContext: true});
	const plain = puppet();
	for (const [executor, length] of [[wants, 65_536], [plain, undefined]] as const) {
		const {loop} = await start(t, connection, executor);
		await announce(connection, `for ${length ?? 'nobody'}`);
		const running = await executor.next();
		t.is(running.job.context?.length, length);
		running.finish();
		await loop.drain();
	}
});
