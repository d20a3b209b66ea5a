/*
The kinds of flags. A command declares its flags with these; what they read, how they are shown and what they refuse follows from that.
*/
import {parseUsd} from '../money/parse-usd.js';
import {UserError} from '../protocol/user-error.js';
import {expectedUsd} from '../text/money.js';
import {notAChoice, notANumber} from '../text/usage-errors.js';

/** A flag of a command. */
export type Flag<Value = unknown> = {
	/** Stands for its value in the usage text, such as `<path>`. `null`: it takes none. */
	readonly placeholder: string | null;
	/** One line for the usage text. */
	readonly summary: string;
	/** Given as `--no-<name>`. Default: `false`. */
	readonly isNegated?: boolean;
	/** It may be given more than once. Default: `false`. */
	readonly isRepeatable?: boolean;
	/**
	Its value, from the texts that were given for it, none of them blank. Without any, its default.

	@throws {UserError} of kind `usage`.
	*/
	read(texts: readonly string[], shown: string): Value;
};

/** Flags by name, in camelCase. */
export type Flags = Readonly<Record<string, Flag>>;

/** What flags read. */
export type Values<Table extends Flags> = {readonly [Name in keyof Table]: ReturnType<Table[Name]['read']>};

/** Off unless it is given. */
export function toggle(summary: string): Flag<boolean> {
	return {placeholder: null, summary, read: texts => texts.length > 0};
}

/** On unless `--no-<name>` is given. */
export function negatable(summary: string): Flag<boolean> {
	return {
		placeholder: null, summary, isNegated: true, read: texts => texts.length === 0,
	};
}

/** A text. */
export function text(placeholder: string, summary: string): Flag<string | undefined> {
	return {placeholder, summary, read: ([value]) => value};
}

/** Any number of texts. */
export function texts(placeholder: string, summary: string): Flag<readonly string[]> {
	return {
		placeholder, summary, isRepeatable: true, read: values => values,
	};
}

/** One of a few words. The first is the default. */
export function choice<const Choice extends string>(choices: readonly [Choice, ...Choice[]], placeholder: string, summary: string): Flag<Choice> {
	return {
		placeholder,
		summary,
		read([value = choices[0]], shown) {
			const found = choices.find(candidate => candidate === value);
			if (found === undefined) {
				throw new UserError(notAChoice(shown, choices, value), 'usage');
			}

			return found;
		},
	};
}

/** US dollars. */
export function usd(summary: string): Flag<number | undefined> {
	return {
		placeholder: '<USD>',
		summary,
		read([value], shown) {
			const amount = value === undefined ? undefined : parseUsd(value);
			if (amount === null) {
				throw new UserError(expectedUsd(shown, value ?? ''), 'usage');
			}

			return amount;
		},
	};
}

/** What a number may be. */
export type Range = {
	readonly min: number;
	/** Default: any. */
	readonly max?: number;
	/** `above`: more than `min`. Default: `min` itself is allowed. */
	readonly isAbove?: boolean;
	readonly isWhole?: boolean;
	/** What is counted, for errors: `seconds`. Default: `a number`. */
	readonly unit?: string;
};

/** A number, or its default. */
export function number<const Default extends number | undefined>(placeholder: string, summary: string, range: Range, fallback: Default): Flag<number | Default> {
	return {
		placeholder,
		summary,
		read([value], shown) {
			if (value === undefined) {
				return fallback;
			}

			const {min, max = Number.MAX_SAFE_INTEGER, isAbove = false, isWhole = false} = range;
			const read = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/u.test(value.trim()) ? Number(value) : Number.NaN;
			if (!(isAbove ? read > min : read >= min) || read > max || (isWhole && !Number.isInteger(read))) {
				throw new UserError(notANumber(shown, inWords(range), value), 'usage');
			}

			return read;
		},
	};
}

function inWords({min, max, isAbove = false, isWhole = false, unit}: Range): string {
	const what = unit ?? (isWhole ? 'a whole number' : 'a number');
	return max === undefined ? `${what} ${isAbove ? 'above' : 'of at least'} ${min}` : `${what} from ${min} to ${max}`;
}
