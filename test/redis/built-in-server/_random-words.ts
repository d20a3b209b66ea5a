import type {Random} from '../../_helpers/hostile-random.js';
import {testKeys} from './_test-keys.js';

const members = [
	'',
	'a',
	'b',
	'c',
	'abc',
	'0',
	'1',
	'-1',
	'5',
	'10',
	'007',
	'-0',
	'3.5',
	'9223372036854775807',
	'-9223372036854775808',
	'9223372036854775808',
	'\0',
	'\u00FF',
	'x\r\ny',
	'[a',
];
const integers = [
	'0',
	'1',
	'2',
	'3',
	'-1',
	'-2',
	'-3',
	'5',
	'100',
	'-100',
	'9223372036854775807',
	'-9223372036854775808',
	'-9223372036854775807',
	'9223372036854775808',
	'',
	'a',
	'1.0',
	' 1',
	'+1',
	'01',
	'-0',
	'1\0',
];
const floats = [
	'0',
	'-0',
	'1',
	'1.5',
	'-1',
	'2',
	'3.0e3',
	'0.1',
	'0.2',
	'1e17',
	'123456789012345678',
	'1e-7',
	'inf',
	'-inf',
	'+Infinity',
	'nan',
	'0x10',
	'0x1.8p3',
	'1e308',
	'1e400',
	'1e-400',
	'4.9e-324',
	'0x',
	'.5',
	'5.',
	'.',
	'1e',
	'',
	' 1',
	'1 ',
	'a',
	'1\0',
	'9007199254740993',
	'-1.7976931348623157e308',
];

/** One of the keys that all generators use. */
export function keyWord(random: Random): string {
	return random.pick(testKeys);
}

/** A member, a field, an item or a text. None that is long: where a sorted set has one, its ranges of bytes are up to chance. */
export function memberWord(random: Random): string {
	return random.pick(members);
}

/** A few of them. */
export function memberWords(random: Random): readonly string[] {
	return random.times(1 + random.int(4), () => memberWord(random));
}

/** A place, a count or an increment: mostly one that is near. */
export function integerWord(random: Random): string {
	return random.chance(0.6) ? String(random.int(9) - 4) : random.pick(integers);
}

/** A score, a bound or an increment: mostly a simple one. */
export function floatWord(random: Random): string {
	return random.chance(0.6) ? String((random.int(9) - 4) / 2) : random.pick(floats);
}

/** How many by chance: nothing, or more than there can be, so that there is one outcome. */
export function certainCount(random: Random): string {
	return random.pick(['0', '9223372036854775807', '99999', '-9223372036854775808', '9223372036854775808', 'a', '', '-0']);
}

/** A cursor and options of a scan that answers everything at once. */
export function scanWords(random: Random): readonly string[] {
	const cursor = random.chance(0.8) ? '0' : random.pick(['', 'a', '-', '0x', ' 0', '99999999999999999999', '0\0', '+0', '-0']);
	const options = random.times(random.int(3), () => random.pick([
		['MATCH', random.pick(['*', 'a*', '?', '[a-c]', '*\\', '', '*x*'])], ['count', random.pick(['100000', '1000000', '0', '-1', 'a', ''])], ['TYPE', 'set'], ['MATCH'], ['x', 'y'],
	]));
	return [cursor, 'COUNT', '100000', ...options.flat()];
}

/** The same command, sometimes with a name in small letters, and now and then with a word too few or too many. */
export function roughen(random: Random, words: readonly string[]): readonly string[] {
	// With fewer words, these would choose by chance, or answer a part.
	const isWhole = /^(?:SPOP|SRANDMEMBER|HRANDFIELD|.SCAN)$/.test(words[0] ?? '');
	const cut = !isWhole && random.chance(0.03) ? words.slice(0, 1 + random.int(words.length)) : words;
	const [name = '', ...rest] = random.chance(0.03) ? [...cut, memberWord(random)] : cut;
	return [random.chance(0.2) ? name.toLowerCase() : name, ...rest];
}
