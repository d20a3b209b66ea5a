import type {DataCommand} from '../command.js';
import {nearestSafe, readCount, readInteger} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {longestBulkBytes} from '../limits.js';
import {ownText} from '../own-text.js';
import {
	CommandError, ok, wrongArity, wrongType, type Reply,
} from '../reply.js';

/** Commands that read strings, or write parts of them, or many at once. */
export const stringCommands: readonly DataCommand[] = [
	{
		name: 'get', arity: 2, effect: 'read', run: (database, [key = '']) => database.readString(key) ?? null,
	},
	{
		name: 'strlen', arity: 2, effect: 'read', run: (database, [key = '']) => database.readString(key)?.length ?? 0,
	},
	{
		name: 'mget', arity: -2, effect: 'read', run: (database, keys) => keys.map(key => {
			const value = database.read(key);
			return typeof value === 'string' ? value : null;
		}),
	},
	{
		name: 'mset', arity: -3, effect: 'grow', run(database, args) {
			putAll(database, pairs('mset', args));
			return ok;
		},
	},
	{
		name: 'msetnx', arity: -3, effect: 'grow', run(database, args) {
			const given = pairs('msetnx', args);
			if (given.some(([key]) => database.entryOf(key))) {
				return 0;
			}

			putAll(database, given);
			return 1;
		},
	},
	{
		name: 'append', arity: 3, effect: 'grow', run(database, [key = '', more = '']) {
			const before = findString(database, key);
			if (before !== undefined) {
				checkLength(before.length + more.length);
			}

			const value = append(before ?? '', more);
			database.put(key, value, 'as before');
			return value.length;
		},
	},
	{
		name: 'getrange', arity: 4, effect: 'read', run: getRange,
	},
	{
		name: 'substr', arity: 4, effect: 'read', run: getRange,
	},
	{
		name: 'setrange', arity: 4, effect: 'grow', run(database, [key = '', place = '', part = '']) {
			const offset = readCount(place);
			if (offset < 0) {
				throw new CommandError('ERR offset is out of range');
			}

			const before = findString(database, key) ?? '';
			if (part === '') {
				return before.length;
			}

			checkLength(offset + part.length);
			const value = before.slice(0, offset).padEnd(offset, '\0') + part + before.slice(offset + part.length);
			database.put(key, value, 'as before');
			return value.length;
		},
	},
];

// A text keeps the parts that it was put together from, each of which takes more than a few bytes. So it is written anew from time to time: the less often, the longer it is.
function append(before: string, more: string): string {
	const value = before + more;
	const stepBytes = 2 ** Math.max(7, Math.floor(Math.log2(value.length)) - 5);
	return Math.floor(value.length / stepBytes) === Math.floor(before.length / stepBytes) ? value : ownText(value);
}

/**
The text of a key, for a command that writes.

@throws {CommandError} when it holds something else.
*/
export function findString(database: Keyspace, key: string): string | undefined {
	const value = database.entryOf(key)?.value;
	if (value !== undefined && typeof value !== 'string') {
		throw wrongType();
	}

	return value;
}

function getRange(database: Keyspace, [key = '', first = '', last = '']: readonly string[]): Reply {
	const givenStart = readInteger(first);
	const givenEnd = readInteger(last);
	const value = database.readString(key) ?? '';
	// Redis asks this before it counts from the end: `GETRANGE key -1 -9` is nothing, though both places may come out as 0.
	if (givenStart < 0 && givenEnd < 0 && givenStart > givenEnd) {
		return '';
	}

	const start = nearestSafe(givenStart);
	const end = nearestSafe(givenEnd);
	const from = start < 0 ? Math.max(0, value.length + start) : start;
	const to = end < 0 ? Math.max(0, value.length + end) : end;
	return value.slice(from, to + 1);
}

function pairs(command: string, args: readonly string[]): ReadonlyArray<readonly [key: string, value: string]> {
	if (args.length % 2 !== 0) {
		throw wrongArity(command);
	}

	return Array.from({length: args.length / 2}, (_, index) => [args[2 * index] ?? '', args[(2 * index) + 1] ?? '']);
}

function putAll(database: Keyspace, given: ReadonlyArray<readonly [key: string, value: string]>): void {
	for (const [key, value] of given) {
		database.put(key, value);
	}
}

function checkLength(bytes: number): void {
	if (bytes > longestBulkBytes) {
		throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
	}
}
