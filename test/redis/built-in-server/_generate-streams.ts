import type {Random} from '../../_helpers/hostile-random.js';
import {testKeys} from './_test-keys.js';

const texts = [
	'',
	'a',
	'b',
	'field',
	'0',
	'-1',
	'127',
	'128',
	'-4097',
	'70000',
	'9223372036854775807',
	'9223372036854775808',
	'1.5',
	'nan',
	'\0',
	'\u00FF\u00FE',
	'x\r\ny',
	'~',
	'=',
	'*',
	'MAXLEN',
	'x'.repeat(70),
	'y'.repeat(1300),
	'z'.repeat(4100),
];
// `*` stands for the present moment, which is another on each server. `2-*` after the greatest number is left out: which error Redis answers depends on the error before.
const ids = ['1', '2', '3-*', '5', '5-*', '1-1', '1-2', '2-18446744073709551615', '7', '9-9', '10', '300', '70000-5', '99999999999999-*'];
const oddIds = [
	'0',
	'0-0',
	'0-*',
	'-',
	'+',
	'$',
	'>',
	'(',
	'(1',
	'(0-0',
	'(+',
	'(-',
	'a',
	'',
	'1-',
	'-1',
	'1-1-1',
	'1--1',
	'5--05',
	'+5',
	' 5',
	'007',
	'1-+3',
	'18446744073709551615',
	'18446744073709551615-18446744073709551615',
	'(18446744073709551615-18446744073709551615',
	'18446744073709551616',
	'1-18446744073709551616',
	'1\0x',
	`1${'0'.repeat(130)}`,
	'0-1',
	'-*',
	'*-1',
];
const counts = ['0', '1', '2', '3', '10', '100', '-1', 'x', '', '1.5', '9223372036854775807', '9223372036854775808'];

/** One random command on streams. */
export function streamsCommand(random: Random): readonly string[] {
	const words = random.pick(makers)(random);
	const cut = random.chance(0.03) ? words.slice(0, random.int(words.length) + 1) : words;
	const [name = '', ...rest] = random.chance(0.03) ? [...cut, random.pick(texts)] : cut;
	return [random.chance(0.2) ? name.toLowerCase() : name, ...rest];
}

const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	add,
	add,
	add,
	add,
	random => ['XDEL', key(random), ...random.times(1 + random.int(3), () => id(random))],
	random => ['XTRIM', key(random), ...trimming(random)],
	random => ['XLEN', key(random)],
	random => ['XRANGE', key(random), bound(random), bound(random), ...countOption(random)],
	random => ['XREVRANGE', key(random), bound(random), bound(random), ...countOption(random)],
	read,
	random => ['XSETID', key(random), id(random), ...setIdOptions(random)],
	random => ['XINFO', random.chance(0.9) ? 'STREAM' : random.pick(['stream', 'x', '']), key(random), ...infoOptions(random)],
];

function add(random: Random): readonly string[] {
	const create = random.chance(0.1) ? ['NOMKSTREAM'] : [];
	const trim = random.chance(0.3) ? trimming(random) : [];
	return ['XADD', key(random), ...create, ...trim, id(random), ...random.times(2 * (1 + random.int(3)), () => random.pick(texts)), ...(random.chance(0.03) ? ['x'] : [])];
}

function read(random: Random): readonly string[] {
	const count = 1 + random.int(3);
	const options = random.chance(0.1) ? [random.pick(['NOACK', 'GROUP', 'x', 'BLOCK'])] : countOption(random);
	return ['XREAD', ...options, 'STREAMS', ...random.times(count, () => key(random)), ...random.times(count, () => random.chance(0.5) ? '0' : id(random))];
}

function key(random: Random): string {
	return random.pick(testKeys);
}

function id(random: Random): string {
	return random.chance(0.15) ? random.pick(oddIds) : random.pick(ids);
}

function bound(random: Random): string {
	return random.chance(0.5) ? random.pick(['-', '+']) : random.pick(['(', '']) + id(random);
}

function countOption(random: Random): readonly string[] {
	return random.chance(0.4) ? [random.pick(['COUNT', 'count', 'x']), random.pick(counts)] : [];
}

function trimming(random: Random): readonly string[] {
	const sign = random.pick([[], ['~'], ['=']]);
	const limit = random.chance(0.2) ? ['LIMIT', random.pick(counts)] : [];
	const again = random.chance(0.03) ? ['MINID', '1'] : [];
	return random.chance(0.5)
		? ['MAXLEN', ...sign, random.pick(counts), ...limit, ...again]
		: [random.pick(['MINID', 'minid']), ...sign, id(random), ...limit, ...again];
}

function setIdOptions(random: Random): readonly string[] {
	return [
		...(random.chance(0.3) ? ['ENTRIESADDED', random.pick(counts)] : []),
		...(random.chance(0.3) ? ['MAXDELETEDID', id(random)] : []),
		...(random.chance(0.05) ? ['x'] : []),
	];
}

function infoOptions(random: Random): readonly string[] {
	return random.chance(0.5) ? [] : ['FULL', ...(random.chance(0.3) ? ['COUNT', random.pick(counts)] : [])];
}
