import type {DataCommand} from '../command.js';
import {readCount} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, wrongArity, type Reply} from '../reply.js';
import {Stream} from '../values/stream.js';
import {formatId, greatestId} from './streams-ids.js';
import {show, showAll} from './streams-show.js';

/** Commands that tell how a stream is made. */
export const streamInfoCommands: readonly DataCommand[] = [
	{
		name: 'xinfo', arity: -2, effect: 'read', run: inform,
	},
];

const defaultCount = 10;

function inform(database: Keyspace, [subcommand = '', key, ...options]: readonly string[]): Reply {
	if (subcommand.toLowerCase() !== 'stream') {
		throw new CommandError(`ERR unknown subcommand '${subcommand.slice(0, 128)}'. Try XINFO HELP.`);
	}

	if (key === undefined) {
		throw wrongArity('xinfo|stream');
	}

	const stream = database.readParts(key, Stream);
	if (!stream) {
		throw new CommandError('ERR no such key');
	}

	const most = readOptions(subcommand, options);
	const {size, nodes, lastId, deletedId, added, first, last} = stream;
	const pairs: readonly Reply[] = [
		'length',
		size,
		'radix-tree-keys',
		nodes.length,
		'radix-tree-nodes',
		radixTreeNodes(nodes.map(({firstId}) => firstId.toString(16).padStart(32, '0'))),
		'last-generated-id',
		formatId(lastId),
		'max-deleted-entry-id',
		formatId(deletedId),
		'entries-added',
		BigInt.asIntN(64, added),
		'recorded-first-entry-id',
		formatId(first?.id ?? 0n),
	];
	return {
		kind: 'map',
		pairs: most === undefined
			? [...pairs, 'groups', 0, 'first-entry', first ? show(first) : null, 'last-entry', last ? show(last) : null]
			: [...pairs, 'entries', showAll(stream.range(0n, greatestId, most)), 'groups', []],
	};
}

/** How many entries are to be told, 0: all. `undefined`: the first and the last. */
function readOptions(subcommand: string, options: readonly string[]): number | undefined {
	if (options.length === 0) {
		return undefined;
	}

	const [full = '', count = 'count', most = String(defaultCount)] = options;
	if ((options.length !== 1 && options.length !== 3) || full.toLowerCase() !== 'full' || count.toLowerCase() !== 'count') {
		throw new CommandError(`ERR unknown subcommand or wrong number of arguments for '${subcommand.slice(0, 128)}'. Try XINFO HELP.`);
	}

	const number = readCount(most);
	return number < 0 ? defaultCount : number;
}

/** How many nodes a radix tree has that holds these keys, two hexadecimal digits a byte, all of the same length: one for what they share, one where they part, one at each end. */
function radixTreeNodes(keys: readonly string[]): number {
	const [first = '', ...others] = keys;
	if (others.length === 0) {
		return first === '' ? 1 : 2;
	}

	const parting = [...first].findIndex((digit, at) => others.some(key => key[at] !== digit));
	const shared = parting - (parting % 2);
	const branches = new Map<string, string[]>();
	for (const key of keys) {
		const byte = key.slice(shared, shared + 2);
		branches.set(byte, [...branches.get(byte) ?? [], key.slice(shared + 2)]);
	}

	return (shared > 0 ? 2 : 1) + [...branches.values()].map(rest => radixTreeNodes(rest)).reduce((a, b) => a + b);
}
