/*
Whether a script that models type takes JSON as its Lua does. Long and deep JSON, too: in time that grows with the length alone, and without a stack that overflows. What takes longer ends with the time limit of all tests.
*/
import {spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {withRedis} from '../../_helpers/redis-server.js';
import {piecewise} from './_generate-json.js';
import {RawClient} from './_raw-client.js';
import {describeReply} from './_raw-reply.js';
import {isSame, LuaSide, NativeSide} from './_script-sides.js';

const length = 1_000_000;
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** `text` again and again. */
function row(text: string): string {
	return text.repeat(length / text.length);
}

const bare = ['[', '{"a":', '[{"a":[', '"', '"\\', String.raw`"\"`, '1', '-', '0x', '1e', 'nan(', ' ', '\n', '\0', ',', '}', '\u00FF', '{"a":1,', '[1,'];
const inString = ['a', '\\', '\\\\', String.raw`\"`, String.raw`\u0041`, String.raw`\ud83d\ude00`, String.raw`\ud83d`, '\n', '\u00FF'];
const inValue = ['1', '0x1', 'inf', ' ', '\t', '[]', '[[]],', '"a"'];
const longTexts = [
	...bare.map(text => row(text)),
	...inString.flatMap(text => [`{"description":"${row(text)}"}`, `{"description":"x","${row(text)}":1}`]),
	...inValue.flatMap(text => [`{"a":1${row(text)},"description":"x"}`, `{"a":[0${row(`,${text}`)}],"description":"x"}`]),
	`{"a":0.${row('1')},"description":"x"}`,
	`{"a":1e${row('0')}1,"description":"x"}`,
	`{"a":0x${row('f')},"description":"x"}`,
	`{"a":nan(${row('a')}),"description":"x"}`,
	`{"description":"x"}${row(' ')}`,
	`{"description":"x"}${row('}')}`,
	`{${row('"a":1,')}"description":"x"}`,
	`{${row(String.raw`"\n":1,`)}"description":"x"}`,
	`{${row(String.raw`"descriptio\u006E":1,`)}"description":"x"}`,
	`{"a":[${row('[],')}{}],"description":"x"}`,
];

const testWithLua = hasRedis ? test : test.skip;

testWithLua('each piece of JSON, right or wrong, is taken as Lua takes it', async t => compare(t, piecewise));

testWithLua('JSON of a megabyte is taken as Lua takes it', async t => compare(t, longTexts));

async function compare(t: ExecutionContext, texts: readonly string[]): Promise<void> {
	const {port} = await withRedis(t, {kind: 'redis'});
	const client = await RawClient.connect(port);
	t.teardown(() => {
		client.destroy();
	});
	const lua = new LuaSide(client);
	await lua.listen();
	const seen = new Set<string>();
	for (const text of texts) {
		const call = {state: [], keys: ['task:1'], args: ['1', text]};
		const {replies} = await lua.run('typed-publish-1', call, call.keys);
		const actual = new NativeSide().run('typed-publish-1', call, call.keys).replies;
		t.true(replies.every((reply, at) => isSame(reply, actual[at]!)), JSON.stringify([text.slice(0, 60), text.slice(-60)]));
		seen.add(describeReply(replies[0]!));
	}

	t.deepEqual([...seen].toSorted(), ['bulk "NO: this is no JSON object with a description"', 'bulk "TASK=1 heard by 1"']);
}
