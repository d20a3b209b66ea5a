import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {Outcome} from '../../../source/executors/executor.js';
import type {ToolResult} from '../../../source/executors/messages-api/tools/define-tool.js';
import {withMessagesApi} from '../../_helpers/fake-messages-api.js';
import {
	answer, apiError, eventsOf, raw, silence, toolUse,
} from '../../_helpers/fake-messages-api-replies.js';
import {freePort} from '../../_helpers/redis-server.js';
import {
	apiKey, attempt, attemptAt, tool,
} from './_messages-api.js';

function errorOf(outcome: Outcome): string {
	return outcome.status === 'failed' ? outcome.error : '';
}

test('a permanent error is not retried, and blamed on the task or the worker', async t => {
	const cases = [
		[apiError(401), 'worker', /401 authentication_error: invalid x-api-key\. Check ANTHROPIC_API_KEY\.$/],
		[apiError(403), 'worker', /403 permission_error/],
		[apiError(402), 'worker', /402 billing_error/],
		[apiError(404, {message: 'model: claude-haiku-4-5'}), 'worker', /404 not_found_error: model: claude-haiku-4-5\. Check the model/],
		[apiError(400, {message: 'messages.0: too odd'}), 'task', /400 invalid_request_error: messages\.0: too odd\.$/],
		[apiError(413), 'task', /413 request_too_large/],
		[apiError(400, {message: 'Your credit balance is too low to access the Anthropic API.'}), 'worker', /credit balance/],
		[apiError(400, {message: 'You have reached your specified API usage limits.'}), 'worker', /usage limits/],
		[apiError(400, {message: 'max_tokens: 99999 > 8192'}), 'worker', /max_tokens/],
		[apiError(429, {headers: {'x-should-retry': 'false'}}), 'worker', /429 rate_limit_error/],
		[apiError(400, {message: `two\nlines \u001B[31m${'x'.repeat(10_000)}`}), 'task', /^[ -~…]{1,500}$/],
		[answer('Half.', {ending: {error: 'authentication_error'}}), 'worker', /401 authentication_error/],
	] as const;
	await Promise.all(cases.map(async ([reply, blame, error]) => {
		const {outcome, api} = await attempt(t, [reply]);
		t.like(outcome, {
			status: 'failed', blame, retryAfterMs: null, filesChanged: [],
		});
		t.regex(errorOf(outcome), error);
		t.regex(errorOf(outcome), /^Expected an answer of claude-haiku-4-5 from 127\.0\.0\.1:\d+, got /);
		t.is(api.asked.length, 1);
		t.is(outcome.costUsd, reply.kind === 'message' ? 0.000_105 : 0);
	}));
});

test('a transient error is retried, and its cost counts', async t => {
	const cases = [
		apiError(500),
		apiError(529),
		apiError(408),
		apiError(429, {headers: {'retry-after': '0.01'}}),
		raw('<html>Bad gateway</html>', 'text/html'),
		raw('{"no":"message"}'),
		raw('event: message_start\ndata: {"type":\n\n', 'text/event-stream'),
		answer('Half.', {ending: 'cut'}),
		answer('Half.', {ending: {error: 'overloaded_error'}}),
	];
	await Promise.all(cases.map(async reply => {
		const {outcome, api} = await attempt(t, [reply, answer('Done.')]);
		// Of an answer that is cut off, the prompt was reported and one token.
		t.like(outcome, {status: 'completed', result: 'Done.', costUsd: reply.kind === 'message' ? 0.000_305 : 0.0002});
		t.is(api.asked.length, 2);
	}));
});

test('an error that persists through two retries is blamed on the worker', async t => {
	const cases = [
		[apiError(529), /529 overloaded_error: Overloaded/, 0],
		[answer('Half.', {ending: 'cut'}), /got (?:terminated|other side closed)/, 303],
		[answer('Half.', {ending: {error: 'overloaded_error'}}), /529 overloaded_error/, 303],
		[raw('<html>Welcome</html>', 'text/html'), /got \S/, 0],
	] as const;
	await Promise.all(cases.map(async ([reply, error, tokens]) => {
		const {outcome, api} = await attempt(t, [reply]);
		t.like(outcome, {status: 'failed', blame: 'worker', tokens});
		t.regex(errorOf(outcome), error);
		t.is(api.asked.length, 3);
	}));
});

test('an answer that ends in good order, but early, is paid', async t => {
	const cases = [['message_start', 0.000_105], ['content_block_delta', 0.000_105], ['message_delta', 0.0002]] as const;
	await Promise.all(cases.map(async ([last, costUsd]) => {
		const events = eventsOf(answer('Half.'), 'claude-haiku-4-5', 'msg_1');
		const kept = events.slice(0, events.findLastIndex(([event]) => event === last) + 1);
		const reply = raw(kept.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), 'text/event-stream');
		const {outcome, api} = await attempt(t, [reply], {budgetUsd: 3 * costUsd});
		t.like(outcome, {status: 'failed', costUsd: Number((3 * costUsd).toFixed(6))}, last);
		t.is(api.asked.length, 3);
	}));
});

test('an answer without an end is given up, and not asked for again', async t => {
	const delta = {type: 'content_block_delta', index: 0, delta: {type: 'text_delta', text: 'z'.repeat(1_000_000)}};
	const begin = eventsOf(answer('Half.'), 'claude-haiku-4-5', 'msg_1').slice(0, 2).map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
	const {outcome, api} = await attempt(t, [raw(begin + `event: content_block_delta\ndata: ${JSON.stringify(delta)}\n\n`.repeat(30), 'text/event-stream')]);
	t.like(outcome, {status: 'failed', blame: 'worker', costUsd: 0.000_105});
	t.regex(errorOf(outcome), /^Expected an answer of at most \S+ \S+, got more/);
	t.is(api.asked.length, 1);
});

test('the budget limits retries too', async t => {
	const {outcome, api} = await attempt(t, [answer('Half.', {ending: 'cut', usage: {input: 20_000}})], {budgetUsd: 0.03});
	t.like(outcome, {status: 'failed', blame: 'task', costUsd: 0.040_01});
	t.is(api.asked.length, 2);
});

test('a long retry-after fails at once, and is reported', async t => {
	const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
	const cases = [[apiError(429, {headers: {'retry-after': '30'}}), 30_000, 30_000], [apiError(529, {headers: {'retry-after': inAnHour}}), 3_000_000, 3_600_000]] as const;
	await Promise.all(cases.map(async ([reply, least, most]) => {
		const {outcome, api} = await attempt(t, [answer([toolUse('read', {})]), reply], {tools: [tool('read', () => ({status: 'ok', text: 'text'}))]});
		t.like(outcome, {status: 'failed', blame: 'worker', tokens: 120});
		const waitMs = outcome.status === 'failed' ? outcome.retryAfterMs ?? 0 : 0;
		t.true(waitMs >= least && waitMs <= most, `${waitMs} ms`);
		t.is(api.asked.length, 2);
	}));
});

test('a refused connection is blamed on the worker', async t => {
	const api = await withMessagesApi(t, [answer('Hello.')]);
	const {outcome} = await attemptAt({...api, url: `http://127.0.0.1:${await freePort()}`});
	t.like(outcome, {status: 'failed', blame: 'worker', costUsd: 0});
	t.regex(errorOf(outcome), /ECONNREFUSED/);
});

test('silence before or during an answer is a failure, unless there are pings', async t => {
	const cases = [[silence, false], [answer('Half.', {ending: 'silence'}), true]] as const;
	await Promise.all(cases.map(async ([reply, isPaid]) => {
		const {outcome, api} = await attempt(t, [reply], {silenceMs: 800});
		t.like(outcome, {status: 'failed', blame: 'worker'});
		t.is(outcome.tokens > 0, isPaid);
		t.regex(errorOf(outcome), /got nothing for too long/);
		t.true(api.asked.length > 1);
		const isAnswered = await Promise.all(api.asked.map(async ({closed}) => closed));
		t.false(isAnswered.includes(true));
	}));
	const {outcome} = await attempt(t, [answer('Slow.', {pings: 12, pauseMs: 100})], {silenceMs: 1000});
	t.like(outcome, {status: 'completed', result: 'Slow.'});
});

test('an attempt ends at its deadline, and reports its spending and changes', async t => {
	const workdir = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-test-'));
	t.teardown(async () => rm(workdir, {recursive: true, force: true}));
	const stuck = tool('stuck', async (_, signal) => {
		await writeFile(path.join(workdir, 'half.txt'), 'half');
		signal.throwIfAborted();
		return new Promise<ToolResult>((_resolve, reject) => {
			signal.addEventListener('abort', () => {
				reject(signal.reason as Error);
			});
		});
	});
	const {outcome} = await attempt(t, [answer([toolUse('stuck', {})])], {timeoutMs: 8000, workdir, tools: [stuck]});
	t.deepEqual(outcome, {
		status: 'failed',
		error: 'Expected an answer within 8 s, got none. Make the task smaller, or allow more time.',
		blame: 'task',
		retryAfterMs: null,
		filesChanged: ['half.txt'],
		usage: {
			input: 100, output: 20, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0,
		},
		tokens: 120,
		costUsd: 0.0002,
		costBasis: 'list_price',
		model: 'claude-haiku-4-5',
	});
});

test('an abort before anything was spent throws its reason, and closes the connection', async t => {
	const api = await withMessagesApi(t, [silence]);
	const controller = new AbortController();
	const reason = new Error('enough');
	const attempting = attemptAt(api, {signal: controller.signal});
	const {closed} = await api.request(0);
	controller.abort(reason);
	const first = await t.throwsAsync(attempting);
	t.is(first, reason);
	t.false(await closed);

	const second = await t.throwsAsync(attemptAt(api, {signal: controller.signal}));
	t.is(second, reason);
	t.is(api.asked.length, 1);
});

test('a later abort reports the spending, also between retries and during a stream', async t => {
	const tools = [tool('read', () => ({status: 'ok', text: 'text'}))];
	const cases = [[apiError(529, {headers: {'retry-after': '15'}}), 120], [silence, 120], [answer('Half.', {ending: 'silence'}), 221]] as const;
	await Promise.all(cases.map(async ([reply, tokens]) => {
		const api = await withMessagesApi(t, [answer([toolUse('read', {})]), reply]);
		const controller = new AbortController();
		const abort = () => {
			controller.abort(new Error('enough'));
		};

		const attempting = attemptAt(api, {
			signal: controller.signal,
			tools,
			onProgress({turn, tokens: known}) {
				if (turn === 1 && known > 120) {
					abort();
				}
			},
		});
		const {closed} = await api.request(1);
		if (reply.kind === 'error') {
			await closed;
			abort();
		} else if (reply.kind === 'silence') {
			abort();
		}

		const {outcome} = await attempting;
		t.like(outcome, {status: 'failed', tokens, error: 'The attempt ended early: enough.'});
		t.is(api.asked.length, 2);
	}));
});

test('the key never appears in an outcome', async t => {
	const tools = [tool('read', () => ({status: 'denied', text: `${apiKey} is secret`}))];
	const outcomes = await Promise.all([
		attempt(t, [apiError(401, {message: `no such key: ${apiKey}`})]),
		attempt(t, [raw(`<p>${apiKey}</p>`, 'text/html')]),
		attempt(t, [apiError(400, {message: `${'a '.repeat(132)}${apiKey}`})]),
		attempt(t, [answer([toolUse('read', {})]), answer(`It is ${apiKey}.`)], {tools}),
		attempt(t, [answer([toolUse(apiKey, {})]), apiError(500, {message: apiKey, headers: {'x-should-retry': 'false'}})], {tools}),
	]);
	for (const {outcome, progress} of outcomes) {
		t.notRegex(JSON.stringify([outcome, progress]), /sk-ant|0123456789/);
	}

	t.like(outcomes[3]?.outcome, {status: 'denied', result: 'It is [secret].', denials: ['read: [secret] is secret']});
});
