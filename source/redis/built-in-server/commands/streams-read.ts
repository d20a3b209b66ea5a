import type {DataCommand} from '../command.js';
import {parseInteger, readCount} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {
	CommandError, nullArray, syntaxError, type Reply,
} from '../reply.js';
import {Stream} from '../values/stream.js';
import {greatestId, readBound, readId} from './streams-ids.js';
import {showAll} from './streams-show.js';

/** Commands that read streams. */
export const streamReadCommands: readonly DataCommand[] = [
	{
		name: 'xlen', arity: 2, effect: 'read', run: (database, [key = '']) => database.readParts(key, Stream)?.size ?? 0,
	},
	{
		name: 'xrange', arity: -4, effect: 'read', run: (database, [key = '', from = '', to = '', ...options]) => range(database, {
			key, from, to, options, isReverse: false,
		}),
	},
	{
		name: 'xrevrange', arity: -4, effect: 'read', run: (database, [key = '', to = '', from = '', ...options]) => range(database, {
			key, from, to, options, isReverse: true,
		}),
	},
	{
		name: 'xread', arity: -4, effect: 'read', run: readNew,
	},
];

type Range = {
	readonly key: string;
	readonly from: string;
	readonly to: string;
	readonly options: readonly string[];
	readonly isReverse: boolean;
};

function range(database: Keyspace, {key, from, to, options, isReverse}: Range): Reply {
	const first = readBound(from, 1);
	const last = readBound(to, -1);
	let most: number | undefined;
	for (let at = 0; at < options.length; at += 2) {
		const value = options[at + 1];
		if (options[at]?.toLowerCase() !== 'count' || value === undefined) {
			throw syntaxError();
		}

		most = Math.max(0, readCount(value));
	}

	const stream = database.readParts(key, Stream);
	if (!stream) {
		return [];
	}

	return most === 0 ? nullArray : showAll(stream.range(first, last, most ?? 0, isReverse));
}

function readNew(database: Keyspace, args: readonly string[]): Reply {
	const {most, keys, ids} = readOptions(args);
	const wanted = keys.map((key, at) => {
		const stream = database.readParts(key, Stream);
		return {key, stream, after: readAfter(ids[at] ?? '', stream)};
	});
	const pairs: Reply[] = [];
	for (const {key, stream, after} of wanted) {
		if (stream?.last && stream.last.id > after) {
			pairs.push(key, showAll(stream.range(after + 1n, greatestId, most)));
		}
	}

	return pairs.length > 0 ? {kind: 'lists', pairs} : nullArray;
}

function readOptions(args: readonly string[]): {readonly most: number; readonly keys: readonly string[]; readonly ids: readonly string[]} {
	let most = 0;
	for (let at = 0; at < args.length; at++) {
		const option = args[at]?.toLowerCase();
		const value = args[at + 1];
		if (option === 'block' && value !== undefined) {
			const isTimeout = parseInteger(value) !== undefined;
			throw new CommandError(isTimeout ? 'ERR This server does not wait: use XREAD without BLOCK' : 'ERR timeout is not an integer or out of range');
		} else if (option === 'count' && value !== undefined) {
			most = Math.max(0, readCount(value));
			at++;
		} else if (option === 'streams' && value !== undefined) {
			const rest = args.slice(at + 1);
			if (rest.length % 2 !== 0) {
				throw new CommandError('ERR Unbalanced XREAD list of streams: for each stream key an ID or \'$\' must be specified.');
			}

			return {most, keys: rest.slice(0, rest.length / 2), ids: rest.slice(rest.length / 2)};
		} else if (option === 'noack' || (option === 'group' && at + 2 < args.length)) {
			throw new CommandError(`ERR The ${option.toUpperCase()} option is only supported by XREADGROUP. You called XREAD instead.`);
		} else {
			throw syntaxError();
		}
	}

	throw syntaxError();
}

function readAfter(text: string, stream: Stream | undefined): bigint {
	if (text === '$') {
		return stream?.lastId ?? 0n;
	}

	if (text === '>') {
		throw new CommandError('ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.');
	}

	return readId(text);
}
