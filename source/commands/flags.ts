/*
The kinds of flags. How a flag is read, shown and checked follows from its kind.
*/
import {parseUsd} from '../money/parse-usd.js';
import {UserError} from '../protocol/user-error.js';
import {parseAddress} from '../redis/address.js';
import {usageErrors} from '../text/command-errors.js';
import {expectedUsd} from '../text/budget-text.js';

/** A flag of a command. */
export type Flag<Value = unknown> = {
	/** Its value in the usage text, such as `<path>`. `null`: it takes none. */
	readonly placeholder: string | null;
	/** One line for the usage text. */
	readonly summary: string;
	/** Whether it is written `--no-<name>`. Default: `false`. */
	readonly isNegated?: boolean;
	/** Whether it may be repeated. Default: `false`. */
	readonly isRepeatable?: boolean;
	/** Its value, from the texts given for it, none of them blank. Without any, its default. @throws {UserError} of kind `usage`. */
	read(texts: readonly string[], shown: string): Value;
};

/** Flags by name, in camelCase. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of flags. */
export type Values<Table extends Flags> = {readonly [Name in keyof Table]: ReturnType<Table[Name]['read']>};

/** Off by default. */
export function toggle(summary: string): Flag<boolean> {
	return {placeholder: null, summary, read: texts => texts.length > 0};
}

/** On by default, turned off by `--no-<name>`. */
export function negatable(summary: string): Flag<boolean> {
	return {
		placeholder: null, summary, isNegated: true, read: texts => texts.length === 0,
	};
}

/** Any number of texts. */
export function texts(placeholder: string, summary: string): Flag<readonly string[]> {
	return {
		placeholder, summary, isRepeatable: true, read: values => values,
	};
}

function valued<Value, Fallback>(placeholder: string, summary: string, fallback: Fallback, parse: (value: string, shown: string) => Value): Flag<Value | Fallback> {
	return {placeholder, summary, read: ([value], shown) => value === undefined ? fallback : parse(value, shown)};
}

/** A text. */
export function text(placeholder: string, summary: string): Flag<string | undefined> {
	return valued(placeholder, summary, undefined, value => value);
}

/** The address of a Redis, as text. */
export function address(summary: string): Flag<string | undefined> {
	return valued('<address>', summary, undefined, value => {
		parseAddress(value);
		return value;
	});
}

/** One of a few words. The first is the default. */
export function choice<const Choice extends string>(choices: readonly [Choice, ...Choice[]], placeholder: string, summary: string): Flag<Choice> {
	return valued(placeholder, summary, choices[0], (value, shown) => {
		const found = choices.find(candidate => candidate === value);
		if (found === undefined) {
			throw new UserError(usageErrors.notAChoice(shown, choices, value), 'usage');
		}

		return found;
	});
}

/** US dollars. */
export function usd(summary: string): Flag<number | undefined> {
	return valued('<USD>', summary, undefined, (value, shown) => {
		const amount = parseUsd(value);
		if (amount === null) {
			throw new UserError(expectedUsd(shown, value), 'usage');
		}

		return amount;
	});
}

/** The range of a number. */
export type Range = {
	readonly min: number;
	/** Default: any. */
	readonly max?: number;
	/** Whether `min` itself is too low. Default: `false`. */
	readonly isAbove?: boolean;
	readonly isWhole?: boolean;
	/** For errors, such as `seconds`. Default: `a number`. */
	readonly unit?: string;
};

/** A number, or its default. */
export function number<const Default extends number | undefined>(placeholder: string, summary: string, range: Range, fallback: Default): Flag<number | Default> {
	const {
		min, max, isAbove = false, isWhole = false, unit = isWhole ? 'a whole number' : 'a number',
	} = range;
	return valued(placeholder, summary, fallback, (value, shown) => {
		const read = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/u.test(value.trim()) ? Number(value) : Number.NaN;
		if (!(isAbove ? read > min : read >= min) || read > (max ?? Number.MAX_SAFE_INTEGER) || (isWhole && !Number.isInteger(read))) {
			const expected = max === undefined ? `${unit} ${isAbove ? 'above' : 'of at least'} ${min}` : `${unit} from ${min} to ${max}`;
			throw new UserError(usageErrors.notANumber(shown, expected, value), 'usage');
		}

		return read;
	});
}
