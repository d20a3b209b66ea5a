import type {DataCommand} from '../command.js';
import {greatestInteger} from '../integers.js';
import {CommandError, syntaxError} from '../reply.js';
import {Hash} from '../values/hash.js';
import {choose, chooseOne, readChoice} from './choose.js';
import {optionWord} from './option-word.js';

/** `HRANDFIELD`. */
export const hashRandomCommands: readonly DataCommand[] = [{
	name: 'hrandfield', arity: -2, effect: 'read', run(database, [key = '', count, ...options]) {
		const wanted = count === undefined ? undefined : readChoice(count);
		if (options.length > 1 || (options.length === 1 && optionWord(options[0] ?? '') !== 'withvalues')) {
			throw syntaxError();
		}

		if (options.length === 1 && Math.abs(Number(count)) > Number(greatestInteger / 2n)) {
			throw new CommandError('ERR value is out of range');
		}

		const hash = database.readParts(key, Hash);
		const fields = hash?.names.all ?? [];
		if (wanted === undefined) {
			return chooseOne(fields) ?? null;
		}

		const chosen = choose(fields, wanted);
		return options.length === 1 ? {kind: 'pairs', pairs: chosen.flatMap(field => [field, hash?.get(field) ?? ''])} : chosen;
	},
}];
