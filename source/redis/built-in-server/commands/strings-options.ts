import {syntaxError} from '../reply.js';
import {isEndKind, type EndKind} from './expiry-end.js';
import {optionWord} from './option-word.js';

/** The options of `SET` and `GETEX`. */
export type StringOptions = {
	/** Only where there is no key (`nx`), or only where there is one. */
	readonly condition: 'nx' | 'xx' | undefined;

	/** Answer what was there before. */
	readonly isGet: boolean;

	/** What becomes of the end: `keep` it, take it away (`persist`), or a new one. `undefined`: what the command does on its own. */
	readonly end: 'keep' | 'persist' | {readonly kind: EndKind; readonly text: string} | undefined;
};

/**
Read the options of `SET` or `GETEX`.

@throws {CommandError} when they cannot be understood, or not together.
*/
export function parseStringOptions(command: 'set' | 'getex', words: readonly string[]): StringOptions {
	const isSet = command === 'set';
	let condition: StringOptions['condition'];
	let isGet = false;
	let end: StringOptions['end'];
	for (let at = 0; at < words.length; at++) {
		const word = optionWord(words[at] ?? '');
		const next = words[at + 1];
		if (isSet && (word === 'nx' || word === 'xx') && (condition ?? word) === word) {
			condition = word;
		} else if (isSet && word === 'get') {
			isGet = true;
		} else if (isSet && word === 'keepttl' && (end ?? 'keep') === 'keep') {
			end = 'keep';
		} else if (!isSet && word === 'persist' && (end ?? 'persist') === 'persist') {
			end = 'persist';
		} else if (isEndKind(word) && next !== undefined && (end === undefined || (typeof end === 'object' && end.kind === word))) {
			end = {kind: word, text: next};
			at++;
		} else {
			throw syntaxError();
		}
	}

	return {condition, isGet, end};
}
