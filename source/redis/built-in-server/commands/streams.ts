import type {DataCommand} from '../command.js';
import {readInteger} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {
	CommandError, ok, syntaxError, wrongArity, type Reply,
} from '../reply.js';
import {Stream} from '../values/stream.js';
import {
	formatId, greatestId, makeId, mostUnsigned, readId,
} from './streams-ids.js';
import {readTrimOptions, type TrimOptions} from './streams-options.js';
import {streamInfoCommands} from './streams-info.js';
import {streamReadCommands} from './streams-read.js';

/** Commands on streams. There are no groups of consumers. */
export const streamCommands: readonly DataCommand[] = [
	{
		name: 'xadd', arity: -5, effect: 'grow', run: add,
	},
	{
		name: 'xdel', arity: -3, effect: 'write', run: remove,
	},
	{
		name: 'xtrim', arity: -4, effect: 'write', run: trim,
	},
	{
		name: 'xsetid', arity: -3, effect: 'grow', run: setId,
	},
	...streamReadCommands,
	...streamInfoCommands,
];

function add(database: Keyspace, args: readonly string[]): Reply {
	const [key = ''] = args;
	const options = readTrimOptions(args, true);
	const fields = args.slice(options.end + 1);
	if (fields.length < 2 || fields.length % 2 === 1) {
		throw wrongArity('xadd');
	}

	if (options.given?.id === 0n && !options.given.isOpen) {
		throw new CommandError('ERR The ID specified in XADD must be greater than 0-0');
	}

	const before = database.readParts(key, Stream);
	if (!options.makesStream && !before) {
		return null;
	}

	const stream = before ?? database.openParts(key, Stream);
	const id = newId(stream, options.given, database.nowMs);
	stream.add({id, fields});
	if (options.trim) {
		stream.trim(options.trim);
	}

	// What is left depends on the clock and on how the nodes came to be, which a log does not tell.
	const shortening = options.trim ? ['MAXLEN', '=', String(stream.size)] : [];
	database.rewrite(['XADD', key, ...shortening, formatId(id), ...fields]);
	database.touch(key);
	return formatId(id);
}

function newId({lastId}: Stream, given: TrimOptions['given'], nowMs: number): bigint {
	if (lastId === greatestId) {
		throw new CommandError('ERR The stream has exhausted the last possible ID, unable to add more items');
	}

	if (!given) {
		const now = makeId(BigInt(nowMs), 0n);
		return now >> 64n > lastId >> 64n ? now : lastId + 1n;
	}

	const goesOn = given.isOpen && given.id >> 64n === lastId >> 64n;
	const isFull = goesOn && (lastId & mostUnsigned) === mostUnsigned;
	const id = goesOn ? lastId + 1n : given.id;
	if (id <= lastId || isFull) {
		throw new CommandError('ERR The ID specified in XADD is equal or smaller than the target stream top item');
	}

	return id;
}

function remove(database: Keyspace, [key = '', ...texts]: readonly string[]): Reply {
	const stream = database.readParts(key, Stream);
	if (!stream) {
		return 0;
	}

	const deleted = texts.map(text => readId(text)).filter(id => stream.delete(id)).length;
	if (deleted > 0) {
		database.touch(key);
	}

	return deleted;
}

function trim(database: Keyspace, args: readonly string[]): Reply {
	const [key = ''] = args;
	const options = readTrimOptions(args, false);
	const stream = database.readParts(key, Stream);
	const trimmed = stream && options.trim ? stream.trim(options.trim) : 0;
	if (stream && trimmed > 0) {
		database.rewrite(['XTRIM', key, 'MAXLEN', '=', String(stream.size)]);
		database.touch(key);
	}

	return trimmed;
}

function setId(database: Keyspace, [key = '', text = '', ...options]: readonly string[]): Reply {
	const id = readId(text);
	const {added, deletedId} = readSetIdOptions(id, options);
	const stream = database.readParts(key, Stream);
	if (!stream) {
		throw new CommandError('ERR no such key');
	}

	if (stream.last && id < stream.last.id) {
		throw new CommandError('ERR The ID specified in XSETID is smaller than the target stream top item');
	}

	if (added !== undefined && stream.size > added) {
		throw new CommandError('ERR The entries_added specified in XSETID is smaller than the target stream length');
	}

	stream.lastId = id;
	stream.added = added ?? stream.added;
	stream.deletedId = deletedId === 0n ? stream.deletedId : deletedId;
	// Redis does not tell those who watch the key.
	database.changes++;
	return ok;
}

function readSetIdOptions(id: bigint, options: readonly string[]): {readonly added: bigint | undefined; readonly deletedId: bigint} {
	let added: bigint | undefined;
	let deletedId = 0n;
	for (let at = 0; at < options.length; at += 2) {
		const option = options[at]?.toLowerCase();
		const value = options[at + 1];
		if (option === 'entriesadded' && value !== undefined) {
			added = BigInt(readInteger(value));
			if (added < 0n) {
				throw new CommandError('ERR entries_added must be positive');
			}
		} else if (option === 'maxdeletedid' && value !== undefined) {
			deletedId = readId(value);
			if (id < deletedId) {
				throw new CommandError('ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id');
			}
		} else {
			throw syntaxError();
		}
	}

	return {added, deletedId};
}
