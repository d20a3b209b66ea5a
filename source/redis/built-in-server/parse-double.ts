import {notAFloat} from './reply.js';

const form = /^[\t-\r ]*([-+]?)(?:((?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)|0x(?=\.?[\da-f])([\da-f]*)(?:\.([\da-f]*))?(?:p([-+]?\d+))?|inf(?:inity)?)$/i;

/**
Read a number as C's `strtod` does, the whole text: decimal, hexadecimal (`0x1.8p3`), or infinite. What is too great is infinite. `undefined`: it is none.
*/
export function parseDouble(text: string): number | undefined {
	const match = form.exec(text);
	if (!match) {
		return undefined;
	}

	const [, sign, decimal, whole, fraction = '', power = '0'] = match;
	const size = decimal === undefined ? (whole === undefined ? Number.POSITIVE_INFINITY : parseHexadecimal(whole, fraction, Number(power))) : Number(decimal);
	return sign === '-' ? -size : size;
}

/**
Read a number that somebody gives, such as a score.

@throws {CommandError} when it is none, or one that a double cannot hold.
*/
export function readDouble(text: string, otherwise = notAFloat()): number {
	const value = parseDouble(text);
	const isLost = value !== undefined && ((value === 0 && /^[-+]?(?:0x[0.]*[1-9a-f]|[0.]*[1-9])/i.test(text)) || (!Number.isFinite(value) && !/inf/i.test(text)));
	if (value === undefined || isLost || /^\s/.test(text)) {
		throw otherwise;
	}

	return value;
}

// In two steps, because 2 to the power of -1074 is the least there is.
function parseHexadecimal(whole: string, fraction: string, power: number): number {
	const digits = Number(`0x${whole}${fraction}`);
	const exponent = power - (4 * fraction.length);
	const half = Math.trunc(exponent / 2);
	return digits === 0 ? 0 : digits * (2 ** half) * (2 ** (exponent - half));
}
