/*
What Lua makes of numbers, where JavaScript makes something else of them.
*/
import {formatGeneral} from '../format-number.js';
import {CommandError, type Reply} from '../reply.js';
import {untilZero} from '../until-zero.js';

const space = String.raw`[ \t\n\v\f\r]*`;
const decimal = new RegExp(String.raw`^${space}(?<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)${space}$`);
const hexadecimal = new RegExp(String.raw`^${space}(?<sign>[+-]?)0x(?=\.?[\da-f])(?<whole>[\da-f]*)(?:\.(?<part>[\da-f]*))?(?:p(?<power>[+-]?\d+))?${space}$`, 'i');
const named = new RegExp(String.raw`^${space}(?<sign>[+-]?)(?:(?<endless>inf(?:inity)?)|nan(?:\(\w*\))?)${space}$`, 'i');

/** `tonumber`: C's `strtod` for the whole of a text, up to a zero byte. `undefined` for what is no number, or no text. */
export function toNumber(reply: Reply | undefined): number | undefined {
	if (typeof reply !== 'string') {
		return undefined;
	}

	const text = untilZero(reply);
	const digits = decimal.exec(text)?.groups?.number;
	return digits === undefined ? otherNumber(text) : Number(digits);
}

function otherNumber(text: string): number | undefined {
	const hex = hexadecimal.exec(text)?.groups;
	if (hex) {
		const {sign, whole = '', part = '', power = '0'} = hex;
		const size = Number(BigInt(`0x${whole}${part}`));
		return (sign === '-' ? -1 : 1) * (size === 0 ? 0 : size * (2 ** (Number(power) - (4 * part.length))));
	}

	const other = named.exec(text)?.groups;
	if (!other) {
		return undefined;
	}

	const {sign, endless} = other;
	return endless === undefined ? Number.NaN : (sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
}

/** An amount of money: a finite decimal number without a sign. `undefined` for everything else. */
export function toAmount(reply: Reply | undefined): number | undefined {
	if (typeof reply !== 'string' || !/^\d[\d.eE+-]*$/.test(reply)) {
		return undefined;
	}

	const amount = Number(reply);
	return Number.isFinite(amount) ? amount : undefined;
}

/** `math.min` of two. Not JavaScript's: the first counts where the second is no number, or another zero. */
export function min(first: number, second: number): number {
	const isLess = second < first;
	return isLess ? second : first;
}

/** `math.max` of two. Not JavaScript's: the first counts where the second is no number, or another zero. */
export function max(first: number, second: number): number {
	const isMore = second > first;
	return isMore ? second : first;
}

/** A number within a text. */
export function numberText(value: number): string {
	return formatGeneral(value, 14);
}

/** A number as a reply: cut to an integer of 64 bits, as a cast of C cuts it. */
export function toInteger(value: number): number | bigint {
	const whole = Math.trunc(value);
	if (Number.isSafeInteger(whole)) {
		return whole === 0 ? 0 : whole;
	}

	return Math.abs(whole) < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

/** The error of a script that does what Lua does not do. */
export function luaError(line: number, text: string): CommandError {
	return new CommandError(`ERR user_script:${line}: ${text}`);
}

/**
`cjson.encode` of a table.

@param line Where the script calls it.
@param fields In the order in which Lua has them, which depends on their names alone. What is `undefined` is left out.
@throws {CommandError} for a number that JSON does not have.
*/
export function encodeJson(line: number, fields: Readonly<Record<string, string | number | undefined>>): string {
	const parts: string[] = [];
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value === 'string') {
			parts.push(`"${name}":${encodeText(value)}`);
		} else if (value !== undefined) {
			if (!Number.isFinite(value)) {
				throw luaError(line, 'Cannot serialise number: must not be NaN or Inf');
			}

			parts.push(`"${name}":${numberText(value)}`);
		}
	}

	return `{${parts.join(',')}}`;
}

/** `cjson.encode` of a text. */
export function encodeText(text: string): string {
	return `"${text.replaceAll(/[\0-\u001F"/\\\u007F]/g, escape)}"`;
}

const shortEscapes: Readonly<Record<string, string>> = {
	'\b': String.raw`\b`, '\t': String.raw`\t`, '\n': String.raw`\n`, '\f': String.raw`\f`, '\r': String.raw`\r`, '"': String.raw`\"`, '/': String.raw`\/`, '\\': '\\\\',
};

function escape(character: string): string {
	return shortEscapes[character] ?? String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
