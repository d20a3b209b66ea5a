import {clean} from '../../protocol/clean-text.js';
import {UserError} from '../../protocol/user-error.js';

/** A value of a field: text, a list of texts, US dollars (`null`: no cap). */
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

/**
The value of a field, as it was typed. Lists have commas between their items; no dollars, or `off`, are no cap.

@throws {UserError} of kind `usage` when it is none.
*/
export function readField({kind, label}: Field, typed: string): FieldValue {
	const text = typed.trim();
	switch (kind) {
		case 'text': {
			return text;
		}

		case 'list': {
			return text.split(',').map(item => item.trim()).filter(item => item !== '');
		}

		case 'usd': {
			return text === '' || text === 'off' ? null : readUsd(text, label);
		}
	}
}

function readUsd(text: string, label: string): number {
	if (!/^\$? ?(?:\d{1,9}(?:\.\d*)?|\.\d+)$/u.test(text)) {
		throw new UserError(clean`Expected an amount in US dollars such as 5 or 0.25 for ${label}, got "${text}".`, 'usage');
	}

	return Number(text.replace(/^\$ ?/u, ''));
}
