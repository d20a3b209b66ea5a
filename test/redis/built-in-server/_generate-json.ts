/*
Texts that are JSON, nearly JSON, or something else, as bytes (`latin1`): what readers of JSON disagree about.
*/
import type {Random} from '../../_helpers/hostile-random.js';

const spaces = ['', '', '', '', '', ' ', '  ', '\t', '\n', '\r\n', '\0', '\v', '\f', '\u007F'];
const noSpaces = ['\u00A0', '\u0085', '\u00EF\u00BB\u00BF', '/**/', '_'];
const words = ['true', 'false', 'null'];
const noWords = ['', ...'True NULL tru truefalse nul undefined \'a\' a'.split(' ')];
const numbers = [
	...'0 1 17 -0 -17 0.5 -0.0625 1e5 1E+22 1e-7 -1.5e308 1e999 1e-999 5. -.5 1.e1 00 007 -01'.split(' '),
	...'0x10 0X1F -0x.8 0x1. 0x1.8p1 0x1P-3 0x1e5 inf Inf -inf +INFINITY nan NaN -nan nan() nan(1_a) +1 +.5'.split(' '),
	'9'.repeat(25),
	'1'.repeat(400),
	`0.${'3'.repeat(400)}`,
];
const noNumbers = [
	'- 1',
	'nan( )',
	'1 2',
	...'. .5 .e1 - + -- --1 +-1 -+1 1- 1-1 1e 1e+ 1e- 1.5.5 1..5 1e5.5 1f 1L 1x 0_1 1_000 0b1 0o7 \u00B2'.split(' '),
	...'0x 0xg 0x. 0x1p 0x1p+ 0x0x1 infinit infinityx inf1 in na nano nan( nan(- nan(-) snan'.split(' '),
];
const pieces = ['a', 'Text ', '/', '\'', '{}', '[]', ',', ':', '\u00C3\u00A9', '\u00E4\u00B8\u0096', '\u00F0\u009F\u0098\u0080', '12', '%', '\n', '\t', '\r\n', '\0', '\u001B', '\u007F'];
const notUtf8 = ['\u00FF', '\u00C0\u0080', '\u00ED\u00A0\u0080', '\u00F8', '\u0080'];
const escapes = String.raw`\" \\ \/ \b \f \n \r \t \u0041 \u00e9 \u0000 \uFFFF \u4E16 \ud83d\ude00 \uD800\uDC00 \uDBFF\uDFFF \uD7FF \uE000 \u0022 \u005C`.split(' ');
const noEscapes = [
	...String.raw`" \ \ud800 \udc00 \udc00\ud800 \udc00\udc00 \uDFFF\uDFFF \ud800\ud800 \ud800\u0041 \ud800\n \ud83dx\ude00 \ud83d\Ude00 \ud83d\ude0 \ud83d\udbff \uD83D\uE000`.split(' '),
	...String.raw`\u \u1 \u12 \u123 \u123g \u+123 \U0041 \x41 \a \v \0 \' \e`.split(' '),
	String.raw`\u 123`,
	'\\\n',
	String.raw`\ `,
	'\\\0',
	'\\\u00FF',
];
const names = [
	'result',
	'description',
	'files',
	'a',
	'',
	'Result',
	'result ',
	' result',
	'results',
	'resul',
	'__proto__',
	'constructor',
	'toString',
	'1',
	'\u00FF',
	'result\0',
	'result\t',
	...String.raw`r\u0065sult descriptio\u006E \u0072\u0065\u0073\u0075\u006C\u0074 \u0064\u0065\u0073\u0063\u0072\u0069\u0070\u0074\u0069\u006f\u006e result\u0000 \u0000 resul\\t`.split(' '),
];
const depths = [2, 10, 500, 3000];
const closeDepths = [997, 998, 999, 1000, 1001, 1002];
const ends = [' ', '\n', '\t', '\r\n', '\0', '\0\0', 'x', '}', ']', ',', '{}', '""', '1', '//', ';', '\u00FF', '\n{"result":1}'];
const odd = [
	'',
	' ',
	'\n',
	'\0',
	'{',
	'}',
	'[',
	'"',
	'\\',
	'{}',
	'[]',
	'""',
	'0',
	'null',
	'["result"]',
	'"result"',
	'{\0',
	'\u00FE\u00FF',
	'{"result"}',
	'{"result":}',
	'{"result":nil}',
	'{,}',
	'{"result":1,}',
	'{,"result":1}',
	'{result:1}',
	'{"result" 1}',
	'{"result":1',
	'{1:"result"}',
	'{null:1}',
];
const mutations = [...'{}[]":,\\ \t\n\0+-.0123456789abcdefginptrsuxABDEFINPUX\u007F\u0080\u00BF\u00C3\u00EF\u00FF'];

/** Each piece once, in an object that is right but for it. */
export const piecewise: readonly string[] = [
	...[...words, ...noWords, ...numbers, ...noNumbers].map(text => `{"a":${text},"description":"x"}`),
	...[...pieces, ...notUtf8, ...escapes, ...noEscapes, ...names].flatMap(text => [`{"a":"${text}","description":"x"}`, `{"${text}":"x"}`, `{"description":"x","${text}":1}`]),
	...[...spaces, ...noSpaces].map(text => `${text}{${text}"description"${text}:${text}"x"${text},${text}"a"${text}:${text}[${text}1${text},${text}2${text}]${text}}${text}`),
	...ends.map(text => `{"description":"x"}${text}`),
	...odd.map(text => text.replaceAll('result', 'description')),
	...[...depths, ...closeDepths].flatMap(depth => [`{"a":${'['.repeat(depth)}${']'.repeat(depth)},"description":"x"}`, `{"description":"x","a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`]),
];

/**
A text: most often an object.

@param name Of a field that it most often has.
*/
export function jsonText(random: Random, name: string): string {
	const text = random.chance(0.06) ? random.pick(odd) : root(random, name);
	return mutated(random, `${text}${random.chance(0.06) ? random.pick(ends) : ''}`);
}

function root(random: Random, name: string): string {
	if (random.chance(0.08)) {
		return deep(random, name);
	}

	return random.chance(0.04) ? value(random, 3) : object(random, 3, random.chance(0.8) ? [name] : []);
}

/** One that is right, save now and then. */
function rightly(random: Random, right: readonly string[], wrong: readonly string[]): string {
	return random.pick(random.chance(0.985) ? right : wrong);
}

function value(random: Random, levels: number): string {
	switch (random.int(levels > 0 ? 8 : 6)) {
		case 0: {
			return rightly(random, words, noWords);
		}

		case 1:
		case 2: {
			return rightly(random, numbers, noNumbers);
		}

		case 6: {
			return object(random, levels - 1);
		}

		case 7: {
			return `[${random.times(random.int(4), () => value(random, levels - 1)).join(`${space(random)},${space(random)}`)}]`;
		}

		default: {
			return string(random);
		}
	}
}

function object(random: Random, levels: number, wanted: readonly string[] = []): string {
	const fields = [...random.times(random.int(3), () => random.pick(names)), ...wanted, ...random.times(random.int(2), () => random.pick(names))];
	const texts = fields.map(name => `${space(random)}"${name}"${space(random)}:${space(random)}${wanted.includes(name) && random.chance(0.6) ? string(random) : value(random, levels)}`);
	return `${space(random)}{${texts.join(',')}${space(random)}}`;
}

function space(random: Random): string {
	return random.chance(0.997) ? random.pick(spaces) : random.pick(noSpaces);
}

function string(random: Random): string {
	return `"${random.times(random.int(5), () => random.chance(0.5) ? random.pick(random.chance(0.9) ? pieces : notUtf8) : rightly(random, escapes, noEscapes)).join('')}"`;
}

/** Levels within levels, most often about as many as may be. */
function deep(random: Random, name: string): string {
	const depth = random.pick(random.chance(0.8) ? closeDepths : depths);
	const levels = random.pick([
		random.times(depth, () => random.pick(['[', '[', '[1,', '{"a":', '{"b":"[",\n"a": '])),
		Array.from({length: depth}, () => '['),
		Array.from({length: depth}, () => '{"a":'),
	]);
	const closed = levels.toReversed().map(level => level.startsWith('[') ? ']' : '}').join('');
	const inner = `${levels.join('')}${random.pick(['1', '[]', '{}', '""'])}${random.chance(0.95) ? closed : closed.slice(1)}`;
	return random.pick([`{"${name}":${inner}}`, `{"${name}":"x","b":${inner}}`, `{"a":${inner},"${name}":"x"}`, `{"b":[${inner}],"${name}":"x"}`]);
}

function mutated(random: Random, text: string): string {
	let changed = text;
	for (let left = random.chance(0.3) ? 1 + random.int(3) : 0; left > 0; left--) {
		const start = random.int(changed.length + 1);
		const end = start + random.int(random.chance(0.9) ? 2 : 12);
		const put = random.pick(['', random.pick(mutations), random.pick(mutations), changed.slice(start, start + random.int(10)), String.fromCharCode(random.int(256))]);
		changed = `${changed.slice(0, start)}${put}${changed.slice(end)}`;
	}

	return changed;
}
