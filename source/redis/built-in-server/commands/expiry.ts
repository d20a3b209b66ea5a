import type {DataCommand} from '../command.js';
import {readInteger} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, type Reply} from '../reply.js';
import {untilZero} from '../until-zero.js';
import {endOf, type EndKind} from './expiry-end.js';
import {optionWord} from './option-word.js';

/** Commands on when keys run out. */
export const expiryCommands: readonly DataCommand[] = [
	expire('expire', 'ex'),
	expire('pexpire', 'px'),
	expire('expireat', 'exat'),
	expire('pexpireat', 'pxat'),
	{
		name: 'ttl', arity: 2, effect: 'read', run: (database, [key = '']) => tell(database, key, end => inSeconds(Math.max(0, end - database.nowMs))),
	},
	{
		name: 'pttl', arity: 2, effect: 'read', run: (database, [key = '']) => tell(database, key, end => Math.max(0, end - database.nowMs)),
	},
	{
		name: 'expiretime', arity: 2, effect: 'read', run: (database, [key = '']) => tell(database, key, inSeconds),
	},
	{
		name: 'pexpiretime', arity: 2, effect: 'read', run: (database, [key = '']) => tell(database, key, end => end),
	},
	{
		name: 'persist', arity: 2, effect: 'write', run(database, [key = '']) {
			if (database.entryOf(key)?.expiresAtMs === undefined) {
				return 0;
			}

			database.expireAt(key, undefined);
			return 1;
		},
	},
];

function expire(name: string, kind: EndKind): DataCommand {
	return {
		name, arity: -3, effect: 'write', run(database, [key = '', time = '', ...words]) {
			const options = parseOptions(words);
			const atMs = endOf(readInteger(time), kind, {nowMs: database.nowMs, command: name});
			const entry = database.entryOf(key);
			if (!entry || !isWanted(options, entry.expiresAtMs, atMs)) {
				return 0;
			}

			if (atMs <= database.nowMs && !database.isLoading) {
				database.remove(key);
				database.rewrite(['DEL', key]);
			} else {
				database.expireAt(key, atMs);
				database.rewrite(['PEXPIREAT', key, String(atMs)]);
			}

			return 1;
		},
	};
}

function parseOptions(words: readonly string[]): ReadonlySet<string> {
	const options = new Set<string>();
	for (const word of words) {
		const option = optionWord(word);
		if (!['nx', 'xx', 'gt', 'lt'].includes(option)) {
			throw new CommandError(`ERR Unsupported option ${untilZero(word)}`);
		}

		options.add(option);
	}

	if (options.has('nx') && options.size > 1) {
		throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
	}

	if (options.has('gt') && options.has('lt')) {
		throw new CommandError('ERR GT and LT options at the same time are not compatible');
	}

	return options;
}

// For `GT` and `LT`, a key without an end runs out later than any other.
function isWanted(options: ReadonlySet<string>, before: number | undefined, after: number): boolean {
	return !(options.has('nx') && before !== undefined)
		&& !(options.has('xx') && before === undefined)
		&& !(options.has('gt') && after <= (before ?? Number.POSITIVE_INFINITY))
		&& !(options.has('lt') && after >= (before ?? Number.POSITIVE_INFINITY));
}

function tell(database: Keyspace, key: string, from: (endMs: number) => number): Reply {
	if (database.read(key) === undefined) {
		return -2;
	}

	const end = database.entryOf(key)?.expiresAtMs;
	return end === undefined ? -1 : from(end);
}

function inSeconds(milliseconds: number): number {
	return Math.floor((milliseconds + 500) / 1000);
}
