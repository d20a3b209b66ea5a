/*
Whether each native script does what its Lua does: both get the same keys and the same call, one in the built-in server, one in a real redis-server.
*/
import {spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {nativeScripts} from '../../../source/redis/built-in-server/scripts/native-scripts.js';
import {Random} from '../../_helpers/hostile-random.js';
import {withRedis} from '../../_helpers/redis-server.js';
import {
	furtherKeys, scriptCase, scriptNames, scriptOf,
} from './_generate-scripts.js';
import {RawClient} from './_raw-client.js';
import {isSame, LuaSide, NativeSide} from './_script-sides.js';
import {describeReply} from './_raw-reply.js';

const casesPerScript = 400;
const problem = spawnSync('redis-server', ['--version']).error?.message ?? null;

test('every script of ours is there, for the Lua that there is now', t => {
	for (const {name, sha1} of nativeScripts) {
		t.is(sha1, scriptOf(name).sha1, `source/redis/scripts/${name}.lua has changed: let source/redis/built-in-server/scripts/${name}.ts do the same, and then note this sum there`);
	}

	t.deepEqual(nativeScripts.map(({name}) => name).toSorted(), scriptNames.toSorted());
});

for (const {name} of nativeScripts) {
	test(`${name} does what its Lua does`, problem === null
		? async t => compare(t, name)
		: leaveOut);
}

async function compare(t: ExecutionContext, name: string): Promise<void> {
	const {port} = await withRedis(t, {kind: 'redis', config: ['hash-max-listpack-entries 1000', 'hash-max-listpack-value 1000']});
	const client = await RawClient.connect(port);
	t.teardown(() => {
		client.destroy();
	});
	const lua = new LuaSide(client);
	await lua.listen();
	const seen = new Set<string>();
	for (let seed = 1; seed <= casesPerScript; seed++) {
		const call = scriptCase(new Random(seed), name);
		const keys = [...new Set([...call.keys, ...furtherKeys])];
		const expected = await lua.run(name, call, keys);
		const actual = new NativeSide().run(name, call, keys);
		const differences = expected.replies.flatMap((reply, at) => {
			const other = actual.replies[at];
			return other && isSame(reply, other)
				? []
				: [{
					of: call.state[at] ?? (at === call.state.length ? 'the script' : 'the keys'), expected: describeReply(reply), actual: other && describeReply(other),
				}];
		});
		const about = `seed ${seed}: ${JSON.stringify(call)}`;
		t.deepEqual(differences, [], about);
		t.deepEqual(actual.messages, expected.messages, about);
		seen.add(describeReply(expected.replies[call.state.length]!).slice(0, 30));
	}

	t.log(`${seen.size} kinds of answers`);
	t.true(seen.size > 1);
}

function leaveOut(t: ExecutionContext): void {
	t.log(`Left out. ${problem}`);
	t.truthy(problem);
}
