import type {DataCommand} from '../command.js';
import {parseInteger} from '../integers.js';
import {CommandError, wrongArity, type Reply} from '../reply.js';
import type {Value} from '../values/values.js';

// A longer text does not fit beside the head of its object.
const longestEmbedded = 44;

const help: readonly string[] = [
	'OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:',
	'ENCODING <key>',
	'    Return the kind of internal representation used in order to store the value',
	'    associated with a <key>.',
	'FREQ <key>',
	'    Return the access frequency index of the <key>. The returned integer is',
	'    proportional to the logarithm of the recent access frequency of the key.',
	'IDLETIME <key>',
	'    Return the idle time of the <key>, that is the approximated number of',
	'    seconds elapsed since the last access to the key.',
	'REFCOUNT <key>',
	'    Return the number of references of the value associated with the specified',
	'    <key>.',
	'HELP',
	'    Prints this help.',
];

const answers: Readonly<Record<string, (value: Value) => Reply>> = {
	encoding: encodingOf,
	// Every value belongs to one key, and nobody counts when it was read.
	refcount: () => 1,
	idletime: () => 0,
	freq() {
		throw new CommandError('ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.');
	},
};

/** The command that tells how a value is kept. */
export const objectCommand: DataCommand = {
	name: 'object', arity: -2, effect: 'read', run(database, [word = '', ...keys]) {
		const name = word.toLowerCase();
		const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
		if (!answer && name !== 'help') {
			throw new CommandError(`ERR unknown subcommand '${word.slice(0, 128)}'. Try OBJECT HELP.`);
		}

		if (keys.length !== (answer ? 1 : 0)) {
			throw wrongArity(`object|${name}`);
		}

		if (!answer) {
			return help.map(text => ({kind: 'status', text}));
		}

		const value = database.read(keys[0] ?? '');
		return value === undefined ? null : answer(value);
	},
};

/** As far as it can be told: a text that was put together in parts is kept here as any other. */
function encodingOf(value: Value): Reply {
	if (typeof value !== 'string') {
		return value.encoding;
	}

	return parseInteger(value) === undefined ? (value.length > longestEmbedded ? 'raw' : 'embstr') : 'int';
}
