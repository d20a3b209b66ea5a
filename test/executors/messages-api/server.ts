import test from 'ava';
import {apiError, answer, toolUse} from '../../_helpers/fake-messages-api-replies.js';
import {withMessagesApi} from '../../_helpers/fake-messages-api.js';

const user = {role: 'user', content: 'Hello.'};
const calling = {
	role: 'assistant', content: [{
		type: 'tool_use', id: 'toolu_1', name: 'read', input: {},
	}],
};
const tools = [{name: 'read', input_schema: {type: 'object'}}];
const result = {type: 'tool_result', tool_use_id: 'toolu_1', content: 'text'};
const good = {model: 'claude-haiku-4-5', max_tokens: 100, messages: [user]};

async function post(url: string, body: unknown, {path = '/v1/messages', headers = {}}: {readonly path?: string; readonly headers?: Readonly<Record<string, string>>} = {}) {
	const response = await fetch(url + path, {
		method: 'POST', headers: {'x-api-key': 'key', 'anthropic-version': '2023-06-01', ...headers}, body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	const {error, ...rest} = await response.json() as {readonly error?: {readonly type: string; readonly message: string}};
	return {status: response.status, said: error?.message ?? '', rest};
}

test('the fake Messages API rejects what the real one rejects', async t => {
	const {url, asked} = await withMessagesApi(t, [answer('Hello.')]);
	const cases = [
		['{"model":', 400, /not valid JSON/],
		[JSON.stringify({...good, system: '\uD83D'}), 400, /not valid JSON/],
		[{...good, model: undefined}, 400, /^model: Field required/],
		[{...good, model: 'gpt-5'}, 404, /^model: gpt-5/],
		[{...good, max_tokens: undefined}, 400, /^max_tokens: Field required/],
		[{...good, max_tokens: 0}, 400, /^max_tokens: /],
		[{...good, thread: {type: 'create'}}, 400, /^thread: Extra inputs/],
		[{...good, messages: []}, 400, /at least one message/],
		[{...good, messages: [{role: 'assistant', content: 'I'}]}, 400, /first message must use the "user" role/],
		[{...good, messages: [{role: 'user', content: []}]}, 400, /non-empty content/],
		[{...good, messages: [{role: 'user', content: ''}]}, 400, /text content blocks must be non-empty/],
		[{...good, messages: [{role: 'user', content: [{type: 'text', text: 'a', parsed_output: null}]}]}, 400, /parsed_output: Extra inputs/],
		[{...good, messages: [user, calling, {role: 'user', content: [result]}]}, 400, /must define tools/],
		[{...good, tools, messages: [user, calling, user]}, 400, /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1/],
		[{...good, tools, messages: [user, calling, {role: 'user', content: [{type: 'text', text: 'a'}, result]}]}, 400, /^messages\.1: `tool_use` ids were found/],
		[{...good, tools, messages: [{role: 'user', content: [result]}]}, 400, /unexpected `tool_use_id`/],
		[{...good, tools: [...tools, ...tools]}, 400, /unique/],
		[{...good, tools: [{name: 'read'}]}, 400, /input_schema: Field required/],
		[{...good, system: Array.from({length: 5}, () => ({type: 'text', text: 'a', cache_control: {type: 'ephemeral'}}))}, 400, /maximum of 4 blocks/],
	] as const;
	for (const [body, status, said] of cases) {
		const answered = await post(url, body);
		t.regex(answered.said, said);
		t.is(answered.status, status);
	}

	t.like(await post(url, good, {headers: {'x-api-key': ''}}), {status: 401});
	t.like(await post(url, good, {path: '/v1/models'}), {status: 404, said: 'Not found'});
	t.like(await post(url, {...good, max_tokens: undefined}, {path: '/v1/messages/count_tokens'}), {status: 200});
	t.is(asked.length, 0);
	t.like(await post(url, {...good, tools, messages: [user, calling, {role: 'user', content: [result]}]}, {headers: {'x-api-key': '', authorization: 'Bearer key'}}), {status: 200});
	t.is(asked.length, 1);
});

test('without streaming it answers in one piece', async t => {
	const {url} = await withMessagesApi(t, [answer(['I read.', toolUse('read', {path: 'a'})], {usage: {cacheWrite5m: 7}}), apiError(529)]);
	const {status, rest} = await post(url, good);
	t.is(status, 200);
	t.like(rest, {
		type: 'message', role: 'assistant', model: 'claude-haiku-4-5', stop_reason: 'tool_use', usage: {input_tokens: 100, output_tokens: 20, cache_creation_input_tokens: 7},
	});
	t.like(await post(url, good), {status: 529, said: 'Overloaded'});
});
