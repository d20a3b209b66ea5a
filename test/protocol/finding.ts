import test from 'ava';
import fc from 'fast-check';
import {readFinding, type Finding} from '../../source/protocol/finding.js';
import type {RedisValue} from '../../source/protocol/redis-value.js';
import {anyRedisValue, anyText, storedText} from './_any.js';

const whole = {
	finding_id: 'finding_9c1e22ab',
	worker_id: 'haiku_001',
	timestamp: '2026-11-20T14:03:11.482+00:00',
	task: 'what was asked',
	result: 'what was found',
	files_changed: ['docs/agents.md'],
	citations: ['finding_51aa0c77'],
	tokens_used: 300,
	cost: 0.0011,
};

function read(record: unknown): Finding {
	return readFinding('finding_9c1e22ab', storedText(record));
}

function preview(head: string, tail: string): RedisValue {
	return {
		kind: 'text', text: head, tail, bytes: 5_000_000,
	};
}

test('a finding as the protocol has it is read whole, and nothing about it is odd', t => {
	const finding = read(whole);
	t.like(finding, {
		id: 'finding_9c1e22ab',
		workerId: 'haiku_001',
		taskId: null,
		atMs: Date.UTC(2026, 10, 20, 14, 3, 11, 482),
		citations: ['finding_51aa0c77'],
		tokens: 300,
		costUsd: 0.0011,
		usage: null,
		model: null,
		status: 'completed',
		simulated: false,
		malformed: null,
		oddities: [],
	});
	t.is(finding.task.toJSON(), 'what was asked');
	t.is(finding.result.toJSON(), 'what was found');
	t.deepEqual(finding.filesChanged.map(file => file.toJSON()), ['docs/agents.md']);
	t.is(finding.bytes, JSON.stringify(whole).length);
});

test('what tools were denied is told, clean, and at most five of it', t => {
	const denials = ['Read of /etc/\u001B[31mpasswd', ...Array.from({length: 9}, (_, index) => `Bash ${index}`)];
	t.deepEqual(read({...whole, status: 'denied', denials}).oddities, ['denied: Read of /etc/passwd', 'denied: Bash 0', 'denied: Bash 1', 'denied: Bash 2', 'denied: Bash 3']);
});

test('our additions are read', t => {
	t.like(read({
		...whole, task_id: 'task_1', model: 'claude-haiku-4-5', executor: 'claude-cli', status: 'denied', usage: {input: 3, output: '1,000', cache_read: 5},
	}), {
		taskId: 'task_1', model: 'claude-haiku-4-5', executor: 'claude-cli', status: 'denied', usage: {
			input: 3, output: 1000, cacheRead: 5, cacheWrite5m: 0, cacheWrite1h: 0,
		},
	});
	t.is(read({...whole, status: 'success'}).status, 'completed');
	t.false(read({...whole, simulated: 'no'}).simulated);
	t.true(read({...whole, simulated: 'true'}).simulated);
});

test('a finding that is stored as a hash is read like any other', t => {
	const fields = new Map([['worker_id', 'haiku_001'], ['content', 'found'], ['cost', '$0.0023'], ['tokens_used', '1,234'], ['files_changed', 'a.md, b.md'], ['timestamp', '1763647391']]);
	const finding = readFinding('x', {kind: 'hash', fields, bytes: 77});
	t.like(finding, {
		workerId: 'haiku_001', costUsd: 0.0023, tokens: 1234, atMs: 1_763_647_391_000, bytes: 77, malformed: null, oddities: ['content or answer instead of result', 'stored as a hash'],
	});
	t.is(finding.result.toJSON(), 'found');
	t.deepEqual(finding.filesChanged.map(file => file.toJSON()), ['a.md', 'b.md']);
});

test('content or answer stands in for a result', t => {
	const {result, ...rest} = whole;
	for (const name of ['content', 'answer']) {
		const finding = read({...rest, [name]: result});
		t.is(finding.result.toJSON(), 'what was found');
		t.deepEqual(finding.oddities, ['content or answer instead of result']);
	}

	t.is(read({...whole, content: 'other'}).result.toJSON(), 'what was found');
});

test('a result can be any JSON value', t => {
	for (const [result, text] of [[{a: 1}, '{"a":1}'], [[1, 'x'], '[1,"x"]'], [7, '7'], [false, 'false'], [null, ''], ['', '']] as const) {
		const finding = read({...whole, result});
		t.is(finding.result.toJSON(), text);
		t.is(finding.malformed, null);
	}
});

test('missing and odd fields are told, and the rest is read all the same', t => {
	t.deepEqual(read({result: 'x'}).oddities, ['no worker_id']);
	t.like(read({result: 'x'}), {
		workerId: null, atMs: null, tokens: null, costUsd: null, citations: [], filesChanged: [], malformed: null,
	});
	t.like(read({
		...whole, cost: '$0.0023', tokens_used: '1,234', worker_id: 7,
	}), {
		costUsd: 0.0023, tokens: 1234, workerId: '7', oddities: [],
	});
	t.like(read({
		...whole, cost: null, tokens_used: null, timestamp: null,
	}), {
		costUsd: null, tokens: null, atMs: null, oddities: [],
	});
	t.deepEqual(read({
		...whole, cost: 'cheap', tokens_used: {}, timestamp: 'now',
	}).oddities, ['tokens_used is not a number', 'cost is not a number', 'timestamp is not a time']);
	t.deepEqual(read({...whole, timestamp: '2026-11-20T14:03:11.482913'}).oddities, ['timestamp has no zone']);
});

test('an amount that would spoil every sum is not believed', t => {
	for (const cost of [1e300, '1e300', 10_001]) {
		t.like(read({...whole, cost}), {costUsd: null, oddities: ['cost is implausibly high']});
	}

	t.is(read({...whole, cost: 10_000}).costUsd, 10_000);
});

test('the ends of a huge finding are enough for its fields', t => {
	const head = String.raw`{"finding_id":"x","worker_id":"haiku_001","task":"say \"hi\"","result":"line 1\nof \"cost\": 9 many`;
	const finding = readFinding('x', preview(head, '… the end","tokens_used":300,"cost":"$0.0011","simulated":true}'));
	t.like(finding, {
		workerId: 'haiku_001', tokens: 300, costUsd: 0.0011, simulated: true, bytes: 5_000_000, malformed: null, oddities: ['too large: only a preview was read'],
	});
	t.is(finding.task.toJSON(), 'say "hi"');
	t.true(finding.result.toJSON().startsWith('line 1'));
	t.true(finding.result.cut);
	t.true(finding.result.line().endsWith('…'));
});

test('a huge result that is an object is shown from its beginning', t => {
	t.true(readFinding('x', preview('{"result": {"a": [1, 2', '3]}}')).result.toJSON().startsWith('{"a": [1, 2'));
});

test('a number that is cut off in the middle is not a number', t => {
	const finding = readFinding('x', preview('{"result":"r","cost":0.0011,"tokens_used":30', '"}'));
	t.like(finding, {tokens: null, costUsd: 0.0011});
	t.like(readFinding('x', preview('{"result":"r","cost":0.001', '"tokens_used": 300 , "cost": 0.5 }')), {tokens: 300, costUsd: 0.5});
});

test('a huge value that is no object is malformed', t => {
	const finding = readFinding('x', preview('lots of text', 'the end'));
	t.is(finding.malformed, 'not a JSON object, and too large to read whole');
	t.is(finding.result.toJSON(), 'lots of text');
	t.true(finding.result.cut);
});

test('what is no finding is malformed, says why, and is shown raw', t => {
	for (const [text, problem] of [
		['I fixed the bug', 'not JSON'],
		['{"result": "cut', 'not JSON'],
		['', 'empty'],
		['[1,2]', 'expected a JSON object, got a list'],
		['"text"', 'expected a JSON object, got a string'],
		['7', 'expected a JSON object, got a number'],
		['true', 'expected a JSON object, got a boolean'],
		['null', 'expected a JSON object, got null'],
		['{}', 'no result, content, answer or task'],
		['{"cost": 1, "worker_id": "w"}', 'no result, content, answer or task'],
	] as const) {
		const finding = readFinding('x', storedText(text));
		t.is(finding.malformed, problem);
		t.is(finding.result.toJSON(), text);
		t.is(finding.bytes, text.length);
		t.like(finding, {workerId: null, costUsd: null, tokens: null});
	}

	t.is(readFinding('x', {kind: 'absent'}).malformed, 'no such key');
	t.is(readFinding('x', {kind: 'other', type: 'list'}).malformed, 'expected a string or a hash, got a list');
});

test('JSON in JSON is opened', t => {
	t.like(read(JSON.stringify(JSON.stringify(whole))), {workerId: 'haiku_001', tokens: 300, malformed: null});
});

test('the names of prototypes are no fields', t => {
	const finding = read('{"__proto__": {"result": "x", "worker_id": "evil"}, "constructor": {"name": "y"}}');
	t.is(finding.malformed, 'no result, content, answer or task');
	t.is(finding.workerId, null);
	t.false('result' in Object.prototype);
	t.is(read('{"result": "r", "usage": {"__proto__": {"input": 5}}}').usage?.input, 0);
});

test('nesting too deep for a parser is shown raw', t => {
	const text = `{"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
	t.notThrows(() => readFinding('x', storedText(text)));
});

test('whatever lies there, reading it never throws, and every number is sound', t => {
	fc.assert(fc.property(anyText, anyRedisValue, (id, value) => {
		const finding = readFinding(id, value);
		t.is(finding.id, id);
		t.true(finding.costUsd === null || (finding.costUsd >= 0 && finding.costUsd <= 10_000));
		t.true(finding.tokens === null || (Number.isSafeInteger(finding.tokens) && finding.tokens >= 0));
		t.true(finding.atMs === null || Number.isSafeInteger(finding.atMs));
		t.true(Object.values(finding.usage ?? {}).every(count => Number.isSafeInteger(count) && count >= 0));
		t.notRegex(finding.result.line(), /[\p{Cc}\p{Cf}\p{Cs}]/u);
		t.is(typeof finding.result.lines().join('\n'), 'string');
	}), {numRuns: 3000});
});
