import {parseUsd} from '../../money/parse-usd.js';
import {UserError} from '../../protocol/user-error.js';
import {expectedUsd} from '../../text/budget-text.js';

/** A value of a field: text, a list of texts, US dollars (`null`: no limit). */
export type FieldValue = string | readonly string[] | number | null;

/** One argument of an action: a field of its form, a flag of its command. */
export type Field = {
	/** Its name in `Arguments`. */
	readonly name: string;
	/** Its label in the form. */
	readonly label: string;
	readonly kind: 'text' | 'list' | 'usd';
	/** Its flag, without dashes. `null`: the argument of the command itself. */
	readonly flag: string | null;
	/** For the help of the command. */
	readonly help: string;
	/** Whether the form leaves it out. Default: `false`. */
	readonly isFlagOnly?: boolean;
};

const readers: Readonly<Record<Field['kind'], (label: string, text: string) => FieldValue>> = {
	text: (_, text) => text,
	list: (_, text) => text.split(',').map(item => item.trim()).filter(item => item !== ''),
	usd: readUsdField,
};

/** The value of a field, as it was typed. Lists have commas between their items; no dollars, or `off`, mean no limit. @throws {UserError} of kind `usage` when it is none. */
export function readField({kind, label}: Field, typed: string): FieldValue {
	return readers[kind](label, typed.trim());
}

/** US dollars as they were typed: `5`, `$0.25`. Nothing, or `off`, is `null`. @throws {UserError} of kind `usage` when it is anything else. */
export function readUsdField(label: string, text: string): number | null {
	const usd = parseUsd(text);
	if (usd === null && text !== '' && text !== 'off') {
		throw new UserError(expectedUsd(label, text), 'usage');
	}

	return usd;
}
