/*
The two sides of a comparison: the Lua of a script in redis-server, and the native one on a keyspace of its own. Both answer in order: each command that makes the state, the script, and
what each key holds then.
*/
import {CommandError, encode, type Reply} from '../../../source/redis/built-in-server/reply.js';
import {execute, findCommand} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import {callOn} from '../../../source/redis/built-in-server/scripts/native-script.js';
import {findScript} from '../../../source/redis/built-in-server/scripts/native-scripts.js';
import {scriptOf, type ScriptCase} from './_generate-scripts.js';
import type {RawClient} from './_raw-client.js';
import {itemsOf, sortedPairs} from './_differential-outcome.js';
import {describeReply, parseReply, type RawReply} from './_raw-reply.js';

/** All that a call has brought about. */
export type ScriptOutcome = {
	readonly replies: readonly RawReply[];

	/** Channels and messages. */
	readonly messages: readonly string[];
};

const questions: Readonly<Record<string, readonly string[]>> = {
	string: ['GET'], hash: ['HGETALL'], list: ['LRANGE', '0', '-1'], set: ['SMEMBERS'], zset: ['ZRANGE', '0', '-1', 'WITHSCORES'], stream: ['XRANGE', '-', '+'],
};
const look = `
local states = {}
for index, key in ipairs(KEYS) do
	local kind = redis.call('TYPE', key).ok
	local question = cjson.decode(ARGV[1])[kind]
	states[index] = {kind, redis.call('PEXPIRETIME', key), question and redis.call(question[1], key, unpack(question, 2)) or ''}
end

states[#states + 1] = redis.call('DBSIZE')
return states
`;
const toleranceMs = 60_000;

/** Lua, in a real server. */
export class LuaSide {
	readonly #client: RawClient;

	/** @param client Is used by nobody else. */
	constructor(client: RawClient) {
		this.#client = client;
	}

	/** Hear all messages from now on. */
	async listen(): Promise<void> {
		await this.#client.send('HELLO', '3');
		await this.#client.send('PSUBSCRIBE', '*');
	}

	/** Do a call. */
	async run(name: string, {state, keys, args}: ScriptCase, allKeys: readonly string[]): Promise<ScriptOutcome> {
		const [, ...replies] = await this.#client.pipeline([
			['FLUSHALL'],
			...state,
			['EVAL', scriptOf(name).lua, String(keys.length), ...keys, ...args],
			['EVAL', look, String(allKeys.length), ...allKeys, JSON.stringify(questions)],
		]);
		return {
			replies,
			messages: this.#client.takeMessages().map(message => itemsOf(message).slice(2).map(item => describeReply(item)).join(' ')),
		};
	}
}

/** The native script, without a server. */
export class NativeSide {
	readonly #messages: string[] = [];
	readonly #database = new Keyspace(0, {
		changed: () => undefined,
		log: () => undefined,
		publish: (channel, message) => this.#messages.push([channel, message].map(text => describeReply(read(text, 3))).join(' ')),
		nowUs: () => Date.now() * 1000,
	});

	/** Do a call. */
	run(name: string, {state, keys, args}: ScriptCase, allKeys: readonly string[]): ScriptOutcome {
		this.#database.startCommand();
		const replies = state.map(([command = '', ...rest]) => read(this.#do(command, ...rest), 3));
		const script = findScript(scriptOf(name).sha1);
		const reply = this.#catch(() => script?.run(callOn(this.#database), keys, args) ?? null);
		const states = allKeys.map(key => {
			const kind = this.#do('type', key) as {readonly text: string};
			const [command, ...rest] = questions[kind.text] ?? [];
			return [kind.text, this.#do('pexpiretime', key), command === undefined ? '' : this.#do(command, key, ...rest)];
		});
		return {replies: [...replies, read(reply, 3), read([...states, this.#database.size], 2)], messages: this.#messages};
	}

	#do(name: string, ...args: readonly string[]): Reply {
		const command = findCommand(name);
		return command ? this.#catch(() => execute(command, this.#database, args)) : {kind: 'error', text: `ERR unknown command ${name}`};
	}

	#catch(run: () => Reply): Reply {
		try {
			return run();
		} catch (error) {
			if (error instanceof CommandError) {
				return {kind: 'error', text: error.message};
			}

			throw error;
		}
	}
}

/**
Whether two replies are the same. Times may differ as much as the runs; the end of an error, which tells where in the Lua it came about, is not compared.
*/
export function isSame(expected: RawReply, actual: RawReply): boolean {
	if ('items' in expected && 'items' in actual) {
		const [left, right] = isState(expected) ? [sortState(expected), sortState(actual)] : [expected, actual];
		return left.items.length === right.items.length && left.items.every((item, at) => isSame(item, right.items[at]!));
	}

	if (expected.type !== actual.type) {
		return false;
	}

	if (!('text' in expected) || !('text' in actual) || expected.text === actual.text) {
		return describeReply(expected) === describeReply(actual);
	}

	if (expected.type === 'error') {
		return expected.text.replace(/ script: [\da-f]{40}, on @user_script:\d+\.$/u, '') === actual.text;
	}

	// From a day on, in milliseconds: times, also as scores.
	return /^\d{8,13}$/u.test(expected.text) && Math.abs(Number(expected.text) - Number(actual.text)) <= toleranceMs;
}

/** The order of hashes and sets is the server's own. */
function isState({items: [kind, end]}: {readonly items: readonly RawReply[]}): boolean {
	return kind?.type === 'bulk' && (kind.text === 'hash' || kind.text === 'set') && end?.type === 'integer';
}

function sortState<T extends RawReply & {readonly items: readonly RawReply[]}>(reply: T): {readonly items: readonly RawReply[]} {
	const [kind, end, content] = reply.items;
	return {items: kind && end && content ? [kind, end, sortedPairs(content, 'text' in kind && kind.text === 'hash' ? 2 : 1)] : reply.items};
}

function read(reply: Reply, protocol: 2 | 3): RawReply {
	return parseReply(encode(reply, protocol), 0)!.reply;
}
