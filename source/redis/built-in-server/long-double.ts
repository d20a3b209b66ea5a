/*
Numbers of 80 bits, as the processors that Redis runs on add them up: 64 bits of digits, 15 of an exponent. Sums of INCRBYFLOAT and HINCRBYFLOAT
are the same to the last digit.
*/

/** A number: `digits` times two to the power of `exponent`. Plus and minus infinity are one: nothing can be added to either. */
export type LongDouble = 'infinite' | {readonly digits: bigint; readonly exponent: number};

const digitBits = 64;
const leastExponent = -16_445;
const greatestBits = 16_384;

/** Redis does not read longer texts, in bytes. */
const longestText = 5119;

// Beyond this power of ten everything is infinite, or nothing.
const farPower = 5000;

const shownDecimals = 17;
const shownScale = 10n ** BigInt(shownDecimals);

/**
Read a number as C's `strtold` does, the whole text: decimal, hexadecimal (`0x1.8p3`), or infinite. `undefined`: it is none, too great, or too small to be anything but zero.
*/
export function parseLongDouble(text: string): LongDouble | undefined {
	if (text.length > longestText) {
		return undefined;
	}

	const [, sign, decimal, hexadecimal, infinity] = /^([-+]?)(?:((?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)|0x((?:[\da-f]+(?:\.[\da-f]*)?|\.[\da-f]+)(?:p[-+]?\d+)?)|(inf(?:inity)?))$/i.exec(text) ?? [];
	if (infinity !== undefined) {
		return 'infinite';
	}

	const value = decimal === undefined ? parseHexadecimal(hexadecimal) : parseDecimal(decimal);
	return value && sign === '-' ? {digits: -value.digits, exponent: value.exponent} : value;
}

/** The sum of two, rounded once. `undefined`: it is not a number, or infinite. */
export function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble | undefined {
	if (a === 'infinite' || b === 'infinite') {
		return undefined;
	}

	const exponent = Math.min(a.exponent, b.exponent);
	return round((a.digits << BigInt(a.exponent - exponent)) + (b.digits << BigInt(b.exponent - exponent)), exponent);
}

/** Write a number with up to 17 decimals, without zeros at the end. */
export function formatLongDouble(value: LongDouble): string {
	if (value === 'infinite') {
		return 'inf';
	}

	const {digits, exponent} = value;
	const magnitude = digits < 0n ? -digits : digits;
	const scaled = String(shiftRounded(magnitude * shownScale, -exponent)).padStart(shownDecimals + 1, '0');
	const decimals = scaled.slice(-shownDecimals).replace(/0+$/, '');
	const shown = scaled.slice(0, -shownDecimals) + (decimals && `.${decimals}`);
	// What is shown as 0 has no sign, but -0.00000000000000001 has one.
	return digits < 0n && shown !== '0' ? `-${shown}` : shown;
}

type Finite = Exclude<LongDouble, 'infinite'>;

function parseDecimal(text: string): Finite | undefined {
	const {digits, power} = split(text, /e/i, 1);
	const value = BigInt(digits);
	const magnitude = digits.length + power;
	if (value === 0n) {
		return {digits: 0n, exponent: 0};
	}

	if (magnitude > farPower || magnitude < -farPower) {
		return undefined;
	}

	if (power >= 0) {
		return roundParsed(value * (10n ** BigInt(power)), 0);
	}

	// More bits than are kept, and one that tells whether anything is left, so that it is rounded as if all bits were there.
	const divisor = 10n ** BigInt(-power);
	const shift = Math.max(0, bitsOf(divisor) - bitsOf(value) + digitBits + 3);
	const dividend = value << BigInt(shift);
	const quotient = dividend / divisor;
	return roundParsed((quotient << 1n) | (quotient * divisor === dividend ? 0n : 1n), -shift - 1);
}

function parseHexadecimal(text: string | undefined): Finite | undefined {
	if (text === undefined) {
		return undefined;
	}

	const {digits, power} = split(text, /p/i, 4);
	const value = BigInt(`0x${digits}`);
	if (value === 0n) {
		return {digits: 0n, exponent: 0};
	}

	return power > 50_000 || power < -50_000 ? undefined : roundParsed(value, power);
}

/** Take a text apart: its digits without the point, and the power that belongs to them. */
function split(text: string, mark: RegExp, powerOfDigit: number): {readonly digits: string; readonly power: number} {
	const [mantissa = '', power = '0'] = text.split(mark);
	const [whole = '', fraction = ''] = mantissa.split('.');
	const digits = (whole + fraction).replace(/^0+(?=.)/, '');
	return {digits, power: Number(power) - (fraction.length * powerOfDigit)};
}

/** A number that is too great or becomes nothing is not read. */
function roundParsed(value: bigint, exponent: number): Finite | undefined {
	const rounded = round(value, exponent);
	return rounded?.digits === 0n ? undefined : rounded;
}

/** The nearest number that fits, the even one of two. `undefined`: it is infinite. */
function round(value: bigint, exponent: number): Finite | undefined {
	const magnitude = value < 0n ? -value : value;
	const surplus = Math.max(bitsOf(magnitude) - digitBits, leastExponent - exponent);
	if (surplus <= 0) {
		return bitsOf(magnitude) + exponent > greatestBits ? undefined : {digits: value, exponent};
	}

	const digits = shiftRounded(magnitude, surplus);
	return bitsOf(digits) + exponent + surplus > greatestBits ? undefined : {digits: value < 0n ? -digits : digits, exponent: exponent + surplus};
}

/** A number of which this many bits are cut off, rounded to the nearest, the even one of two; bits below zero are added. */
function shiftRounded(value: bigint, bits: number): bigint {
	if (bits <= 0) {
		return value << BigInt(-bits);
	}

	const cut = BigInt(bits);
	const kept = value >> cut;
	const rest = value - (kept << cut);
	const half = 1n << (cut - 1n);
	return rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept;
}

function bitsOf(value: bigint): number {
	const text = value.toString(16);
	return value === 0n ? 0 : (text.length * 4) - (Math.clz32(Number.parseInt(text[0] ?? '0', 16)) - 28);
}
