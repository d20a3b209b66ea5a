/*
Numbers as C writes them. JavaScript rounds up what lies in the middle between two; C takes the one whose last digit is even.
*/

/**
C's `%.<precision>g`.

@param precision How many digits, from 2 to 99.
*/
export function formatGeneral(value: number, precision: number): string {
	if (!Number.isFinite(value)) {
		return Number.isNaN(value) ? 'nan' : (value > 0 ? 'inf' : '-inf');
	}

	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	const size = Math.abs(value);
	if (Number.isSafeInteger(size) && size < 10 ** precision) {
		return `${sign}${size}`;
	}

	const [digits = '', exponent] = roundToEven(places => size.toExponential(places), precision - 1).split('e');
	const power = Number(exponent);
	if (power < -4 || power >= precision) {
		return `${sign}${withoutZeros(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
	}

	const all = '0'.repeat(Math.max(0, -power)) + digits.replace('.', '');
	const point = Math.max(0, power) + 1;
	return sign + withoutZeros(`${all.slice(0, point)}.${all.slice(point)}`);
}

/**
C's `%.<places>f` of a finite number that is not negative.

@param places How many digits after the point, from 1 to 99.
*/
export function formatFixed(value: number, places: number): string {
	return value < 1e21 ? roundToEven(some => value.toFixed(some), places) : `${BigInt(value)}.${'0'.repeat(places)}`;
}

function roundToEven(write: (places: number) => string, places: number): string {
	const rounded = write(places);
	if (!/5(?:e|$)/.test(write(places + 1))) {
		return rounded;
	}

	const [exact = '', exponent] = write(100).split('e');
	const length = exact.indexOf('.') + 1 + places;
	const isInTheMiddle = /^50*$/.test(exact.slice(length));
	const cut = exact.slice(0, length);
	return isInTheMiddle && /[02468]$/.test(cut) ? (exponent === undefined ? cut : `${cut}e${exponent}`) : rounded;
}

function withoutZeros(digits: string): string {
	return digits.includes('.') ? digits.replace(/\.?0*$/, '') : digits;
}
