import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {UserError} from '../../../source/protocol/user-error.js';
import type {MessagesApiOptions} from '../../../source/executors/messages-api/settings.js';
import {messagesApi} from '../../../source/executors/messages-api/messages-api.js';
import {defaultSettings} from '../../../source/executors/executor.js';
import {answer, toolUse} from '../../_helpers/fake-messages-api-replies.js';
import {apiKey, attempt, tool} from './_messages-api.js';

type Body = {
	readonly system: ReadonlyArray<Record<string, unknown>>;
	readonly messages: ReadonlyArray<{readonly role: string; readonly content: ReadonlyArray<Record<string, unknown>>}>;
};

test('an answer becomes a result with its cost and model', async t => {
	const {outcome, progress, api} = await attempt(t, [answer('  Three files [cite:finding_1].\n', {
		model: 'claude-haiku-4-5-20251001',
		usage: {
			input: 1000, output: 200, cacheRead: 5000, cacheWrite5m: 400, cacheWrite1h: 30,
		},
	})]);
	t.deepEqual(outcome, {
		status: 'completed',
		result: 'Three files [cite:finding_1].',
		citations: ['finding_1'],
		filesChanged: [],
		denials: [],
		usage: {
			input: 1000, output: 200, cacheRead: 5000, cacheWrite5m: 400, cacheWrite1h: 30,
		},
		tokens: 6630,
		costUsd: 0.003_06,
		costBasis: 'list_price',
		model: 'claude-haiku-4-5-20251001',
	});
	t.deepEqual(progress, [{turn: 0, tool: null, tokens: 6431}, {turn: 1, tool: null, tokens: 6630}]);

	t.is(api.requests.length, 1);
	t.is(api.asked[0]?.key, apiKey);
	const body = api.asked[0]?.body as Body;
	t.deepEqual(Object.keys(body).toSorted(), ['max_tokens', 'messages', 'model', 'stream', 'system', 'tools']);
	t.like(body, {model: 'claude-haiku-4-5', max_tokens: 8192, stream: true});
	t.deepEqual([...body.system, ...body.messages[0]?.content ?? []].map(block => block.cache_control), [{type: 'ephemeral'}, {type: 'ephemeral'}]);
	t.regex(JSON.stringify(body.messages), /Count the files/);
});

test('tools run until the model answers, and each request is priced separately', async t => {
	const workdir = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-test-'));
	t.teardown(async () => rm(workdir, {recursive: true, force: true}));
	const inputs: unknown[] = [];
	const write = tool('write', async input => {
		inputs.push(input);
		await writeFile(path.join(workdir, 'new.txt'), 'new');
		return {status: 'ok', text: 'half a character: \uD83D'};
	});
	const fail = tool('fail', () => ({status: 'failed', text: 'It is broken.'}));
	const {outcome, progress, api} = await attempt(t, [
		answer([
			{type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk'},
			'I write.',
			toolUse('write', {path: 'läuft\n"so"'}),
			toolUse('fail', {}),
			toolUse('rm', {path: '/'}),
		], {usage: {input: 60_000, output: 100}}),
		answer([toolUse('write', {path: 'b'})], {usage: {input: 1000, cacheRead: 60_000, output: 100}}),
		answer('Written.', {usage: {input: 120_000, output: 100}}),
	], {model: 'claude-haiku-5-5', workdir, tools: [write, fail]});

	// The prompts of the first two are short, that of the third is long.
	t.like(outcome, {
		status: 'completed', result: 'Written.', filesChanged: ['new.txt'], costUsd: 0.067_05, tokens: 241_300, model: 'claude-haiku-5-5',
	});
	t.deepEqual(inputs, [{path: 'läuft\n"so"'}, {path: 'b'}]);
	t.deepEqual(progress.map(({turn, tool: used, tokens}) => [turn, used, tokens]), [
		[0, null, 60_001],
		[1, null, 60_100],
		[1, 'write', 60_100],
		[1, 'fail', 60_100],
		[1, 'fail', 121_101],
		[2, 'fail', 121_200],
		[2, 'write', 121_200],
		[2, 'write', 241_201],
		[3, 'write', 241_300],
	]);

	const {messages} = api.asked[2]?.body as Body;
	t.deepEqual(messages.map(({role}) => role), ['user', 'assistant', 'user', 'assistant', 'user']);
	t.like(messages[1]?.content[0], {type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk'});
	t.deepEqual(messages[2]?.content.map(block => [block.type, block.is_error]), [['tool_result', false], ['tool_result', true], ['tool_result', true]]);
	t.deepEqual(messages[2]?.content.map(block => block.content), ['half a character: \uFFFD', 'It is broken.', 'Unknown tool. Available: write, fail.']);
	t.deepEqual(messages.map(({content}) => content.filter(block => block.cache_control).length), [0, 0, 0, 0, 1]);
});

test('denied tool calls are reported', async t => {
	const {outcome, api} = await attempt(t, [answer([toolUse('read', {})]), answer('I could not read it.')], {
		tools: [tool('read', () => ({status: 'denied', text: '/etc/passwd lies\noutside.'}))],
	});
	t.like(outcome, {status: 'denied', result: 'I could not read it.', denials: ['read: /etc/passwd lies outside']});
	t.like((api.asked[1]?.body as Body).messages[2]?.content[0], {is_error: true});
});

test('a model without a known price has an unknown cost, and no budget', async t => {
	const script = [answer([toolUse('read', {})], {model: 'claude-next-1'}), answer('Done.')];
	const tools = [tool('read', () => ({status: 'ok', text: ''}))];
	const {outcome} = await attempt(t, script, {tools});
	t.like(outcome, {
		status: 'completed', costUsd: null, costBasis: 'unknown', tokens: 240, usage: {input: 200, output: 40},
	});

	const limited = await attempt(t, script, {tools, budgetUsd: 1});
	t.like(limited.outcome, {
		status: 'failed', blame: 'worker', costUsd: null, tokens: 120, model: 'claude-next-1',
	});
	t.is(limited.api.asked.length, 1);
});

test('no request is made once the budget is spent', async t => {
	const tools = [tool('read', () => ({status: 'ok', text: 'text'}))];
	// Two cents each.
	const script = () => answer([toolUse('read', {})], {usage: {input: 20_000, output: 0}});
	const {outcome, api} = await attempt(t, script, {tools, budgetUsd: 0.05});
	t.is(api.asked.length, 3);
	t.like(outcome, {
		status: 'failed', blame: 'task', costUsd: 0.06, tokens: 60_000, error: 'The budget of $0.05 was spent before there was an answer: the attempt has cost $0.06.',
	});

	const broke = await attempt(t, script, {tools, budgetUsd: 0});
	t.is(broke.api.asked.length, 0);
	t.like(broke.outcome, {status: 'failed', costUsd: 0, model: null});
});

test('unusable answers are failed attempts with their cost', async t => {
	const tools = [tool('read', () => ({status: 'ok', text: 'text'}))];
	const cases = [
		[() => answer([toolUse('read', {})]), /within 3 turns/, 3],
		[() => answer('Half an ans', {stopReason: 'max_tokens'}), /too long/, 1],
		[() => answer([toolUse('read', {path: 'cut'})], {stopReason: 'max_tokens'}), /too long/, 1],
		[() => answer('I will not.', {stopReason: 'refusal'}), /the model refused/, 1],
		[() => answer(' \n'), /empty/, 1],
		[() => answer([]), /empty/, 1],
		[() => answer('A', {stopReason: 'model_context_window_exceeded'}), /too long for the model/, 1],
		[() => answer('A', {stopReason: 'tool_use'}), /stopped with tool_use/, 1],
	] as const;
	await Promise.all(cases.map(async ([reply, error, turns]) => {
		const {outcome, api} = await attempt(t, reply, {tools, maxTurns: 3});
		t.like(outcome, {
			status: 'failed', blame: 'task', retryAfterMs: null, tokens: turns * 120, costUsd: (turns * 200) / 1e6, model: 'claude-haiku-4-5',
		});
		t.regex(outcome.status === 'failed' ? outcome.error : '', error);
		t.is(api.asked.length, turns);
	}));
});

test('a missing key and an invalid address are reported without quoting them', t => {
	const make = (options: Partial<MessagesApiOptions>) => () => messagesApi({
		...defaultSettings, apiKey, workdir: '/nowhere', tools: [], ...options,
	});
	t.throws(make({apiKey: ''}), {instanceOf: UserError, message: /Set ANTHROPIC_API_KEY/});
	for (const baseUrl of ['nonsense', 'file:///etc', 'https://user:geheim@example.com']) {
		const error = t.throws(make({baseUrl}), {instanceOf: UserError, message: /ANTHROPIC_BASE_URL/});
		t.notRegex(error?.message ?? '', /geheim/);
	}

	const error = t.throws(make({apiKey: 'sk-ant-\u00E4bc'}), {instanceOf: UserError});
	t.notRegex(error?.message ?? '', /sk-ant/);
	t.like(make({apiKey: ` ${apiKey}\n`, baseUrl: ''})(), {
		name: 'messages-api', model: 'claude-haiku-4-5', costIsKnown: true, wantsContext: true,
	});
	t.false(make({model: 'claude-next-1'})().costIsKnown);
});
