import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {ok, type Reply} from '../reply.js';
import {readEnd} from './expiry-end.js';
import {parseStringOptions} from './strings-options.js';

/** Commands that write a whole string, or give it an end while they read it. */
export const stringSetCommands: readonly DataCommand[] = [
	{
		name: 'set', arity: -3, effect: 'grow', run: set,
	},
	{
		name: 'setnx', arity: 3, effect: 'grow', run(database, [key = '', value = '']) {
			if (database.entryOf(key)) {
				return 0;
			}

			database.put(key, value);
			return 1;
		},
	},
	{
		name: 'setex', arity: 4, effect: 'grow', run(database, [key = '', seconds = '', value = '']) {
			putUntil(database, key, value, readEnd(seconds, 'ex', {nowMs: database.nowMs, command: 'setex'}));
			return ok;
		},
	},
	{
		name: 'psetex', arity: 4, effect: 'grow', run(database, [key = '', milliseconds = '', value = '']) {
			putUntil(database, key, value, readEnd(milliseconds, 'px', {nowMs: database.nowMs, command: 'psetex'}));
			return ok;
		},
	},
	{
		name: 'getset', arity: 3, effect: 'grow', run(database, [key = '', value = '']) {
			const before = database.readString(key) ?? null;
			database.put(key, value);
			return before;
		},
	},
	{
		name: 'getdel', arity: 2, effect: 'write', run(database, [key = '']) {
			const before = database.readString(key) ?? null;
			database.remove(key);
			return before;
		},
	},
	{
		name: 'getex', arity: -2, effect: 'write', run: getAndSetEnd,
	},
];

function set(database: Keyspace, [key = '', value = '', ...words]: readonly string[]): Reply {
	const {condition, isGet, end} = parseStringOptions('set', words);
	const atMs = typeof end === 'object' ? readEnd(end.text, end.kind, {nowMs: database.nowMs, command: 'set'}) : undefined;
	const before = isGet ? database.readString(key) ?? null : undefined;
	if (condition !== undefined && (database.entryOf(key) !== undefined) !== (condition === 'xx')) {
		return before ?? null;
	}

	if (atMs === undefined) {
		database.put(key, value, end === 'keep' ? 'as before' : undefined);
	} else {
		putUntil(database, key, value, atMs);
	}

	return before === undefined ? ok : before;
}

function putUntil(database: Keyspace, key: string, value: string, atMs: number): void {
	database.put(key, value, atMs);
	database.rewrite(['SET', key, value, 'PXAT', String(atMs)]);
}

function getAndSetEnd(database: Keyspace, [key = '', ...words]: readonly string[]): Reply {
	const {end} = parseStringOptions('getex', words);
	const value = database.readString(key);
	if (value === undefined) {
		return null;
	}

	if (end === 'persist') {
		if (database.entryOf(key)?.expiresAtMs !== undefined) {
			database.expireAt(key, undefined);
		}
	} else if (typeof end === 'object') {
		const atMs = readEnd(end.text, end.kind, {nowMs: database.nowMs, command: 'getex'});
		const isTime = end.kind === 'exat' || end.kind === 'pxat';
		if (isTime && atMs <= database.nowMs && !database.isLoading) {
			database.remove(key);
			database.rewrite(['DEL', key]);
		} else {
			database.expireAt(key, atMs);
			database.rewrite(['PEXPIREAT', key, String(atMs)]);
		}
	}

	return value;
}
