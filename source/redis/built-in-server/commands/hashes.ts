import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {ok, wrongArity} from '../reply.js';
import {Hash} from '../values/hash.js';
import {deleteParts} from './delete-parts.js';
import {scanParts} from './scan-parts.js';

/** Commands that read and write fields of hashes. */
export const hashCommands: readonly DataCommand[] = [
	{
		name: 'hset', arity: -4, effect: 'grow', run: (database, args) => writeFields(database, args, 'hset'),
	},
	{
		name: 'hmset', arity: -4, effect: 'grow', run(database, args) {
			writeFields(database, args, 'hmset');
			return ok;
		},
	},
	{
		name: 'hsetnx', arity: 4, effect: 'grow', run(database, [key = '', field = '', text = '']) {
			const hash = database.openParts(key, Hash);
			if (hash.get(field) !== undefined) {
				return 0;
			}

			hash.set(field, text);
			database.touch(key);
			return 1;
		},
	},
	{
		name: 'hdel', arity: -3, effect: 'write', run: (database, args) => deleteParts(database, args, Hash),
	},
	{
		name: 'hget', arity: 3, effect: 'read', run: (database, [key = '', field = '']) => database.readParts(key, Hash)?.get(field) ?? null,
	},
	{
		name: 'hmget', arity: -3, effect: 'read', run(database, [key = '', ...fields]) {
			const hash = database.readParts(key, Hash);
			return fields.map(field => hash?.get(field) ?? null);
		},
	},
	{
		name: 'hgetall', arity: 2, effect: 'read', run: (database, [key = '']) => ({kind: 'map', pairs: entriesOf(database, key).flat()}),
	},
	{
		name: 'hkeys', arity: 2, effect: 'read', run: (database, [key = '']) => entriesOf(database, key).map(([field]) => field),
	},
	{
		name: 'hvals', arity: 2, effect: 'read', run: (database, [key = '']) => entriesOf(database, key).map(([, text]) => text),
	},
	{
		name: 'hlen', arity: 2, effect: 'read', run: (database, [key = '']) => database.readParts(key, Hash)?.size ?? 0,
	},
	{
		name: 'hexists', arity: 3, effect: 'read', run: (database, [key = '', field = '']) => Number(database.readParts(key, Hash)?.get(field) !== undefined),
	},
	{
		name: 'hstrlen', arity: 3, effect: 'read', run: (database, [key = '', field = '']) => database.readParts(key, Hash)?.get(field)?.length ?? 0,
	},
	{
		name: 'hscan', arity: -3, effect: 'read', run: (database, args) => scanParts(database, args, Hash, (hash, field) => [hash.get(field) ?? '']),
	},
];

// Returns how many fields are new.
function writeFields(database: Keyspace, [key = '', ...pairs]: readonly string[], name: string): number {
	if (pairs.length % 2 === 1) {
		throw wrongArity(name);
	}

	const hash = database.openParts(key, Hash);
	let created = 0;
	for (let at = 0; at < pairs.length; at += 2) {
		created += Number(hash.set(pairs[at] ?? '', pairs[at + 1] ?? ''));
	}

	database.touch(key);
	return created;
}

function entriesOf(database: Keyspace, key: string): ReadonlyArray<readonly [field: string, text: string]> {
	return database.readParts(key, Hash)?.entries() ?? [];
}
