import process from 'node:process';
import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {cleanText, type CleanText} from '../../source/protocol/clean-text.js';
import {
	displayWidth, fit, graphemes, wrapText,
} from '../../source/terminal/text-width.js';

const awkward = [
	' ',
	'\u3000',
	...String.raw`a Z - │ ─ ● ▸ █ … é ß я ω 日 本 ひ ハ 한 ， ﾊﾟ ✅ 👍🏽 🇩🇪 🇩 ❤ 😀 ก กำ क्षि ش`.split(' '),
	'e\u0301',
	'\u1112\u1161\u11AB',
	'\u0301',
];
const cleanString = fc.oneof(
	fc.array(fc.constantFrom(...awkward), {maxLength: 40}).map(parts => cleanText(parts.join(''))),
	fc.string({maxLength: 60}).map(text => cleanText(text)),
);
const hostileString = fc.array(fc.oneof(
	fc.constantFrom('\u001B[31m', '\u001B', '\u009B2J', '\u0007', '\u200B', '\u202E', '\n', '\t', '\u001B]0;title\u0007', '\uD800', '\uE000'),
	fc.constantFrom(...awkward),
), {maxLength: 40}).map(parts => cleanText(parts.join('')));
const anyText = fc.oneof(cleanString, hostileString);
const anyWidth = fc.integer({min: -2, max: 50});
const hidden = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const segmenter = new Intl.Segmenter();
const graphemesOf = (text: string) => Array.from(segmenter.segment(text), ({segment}) => segment);

test('displayWidth equals string-width for every character of the basic plane', t => {
	const characters = Array.from({length: 0x1_00_00 - 0x20}, (_, index) => String.fromCodePoint(index + 0x20));
	t.deepEqual(characters.filter(character => displayWidth(character) !== stringWidth(character)), []);
});

test('displayWidth equals string-width for every text', t => {
	fc.assert(fc.property(anyText, text => {
		t.is(displayWidth(text), stringWidth(text));
	}));
	t.is(displayWidth('日本 │ é'), 8);
});

test('fit returns exactly the width, with either alignment', t => {
	fc.assert(fc.property(anyText, anyWidth, fc.constantFrom('left' as const, 'right' as const), (text, width, align) => {
		t.is(stringWidth(fit(text, width, align)), Math.max(0, width));
	}), {numRuns: 500});
});

test('fit never lets a control or format character through', t => {
	fc.assert(fc.property(anyText, anyWidth, (text, width) => {
		t.notRegex(fit(text, width), hidden);
	}));
});

test('fit cuts only between graphemes, and as late as possible', t => {
	fc.assert(fc.property(anyText, fc.integer({min: 1, max: 50}), (text, width) => {
		fc.pre(stringWidth(text) > width);
		const fitted = fit(text, width);
		const kept = fitted.slice(0, fitted.lastIndexOf('…'));
		const parts = graphemesOf(text);
		const keptParts = graphemesOf(kept);
		t.deepEqual(keptParts, parts.slice(0, keptParts.length));
		t.true(stringWidth(kept + (parts[keptParts.length] ?? '')) > width - 1);
	}), {numRuns: 500});
});

test('fit pads and cuts', t => {
	const cases: ReadonlyArray<readonly [text: string, width: number, left: string, right: string]> = [
		['abc', 5, 'abc  ', '  abc'],
		['abc', 3, 'abc', 'abc'],
		['abcd', 3, 'ab…', 'ab…'],
		['abc', 1, '…', '…'],
		['abc', 0, '', ''],
		['abc', -1, '', ''],
		['', 2, '  ', '  '],
		['日本語', 6, '日本語', '日本語'],
		['日本語', 5, '日本…', '日本…'],
		['日本語', 4, '日… ', '日… '],
		['日', 1, '…', '…'],
	];
	for (const [text, width, left, right] of cases) {
		t.is(String(fit(cleanText(text), width)), left);
		t.is(String(fit(cleanText(text), width, 'right')), right);
	}
});

test('wrapped lines fit the width, and lose nothing but spaces', t => {
	fc.assert(fc.property(anyText, fc.integer({min: 2, max: 30}), (text, width) => {
		const lines = wrapText(text, width);
		t.true(lines.length > 0);
		for (const line of lines) {
			t.true(stringWidth(line) <= width);
			t.notRegex(line, hidden);
		}

		t.is(lines.join('').replaceAll(/\s/gu, ''), text.replaceAll(/\s/gu, ''));
	}), {numRuns: 500});
});

test('a space with an accent is kept', t => {
	t.is([...wrapText(cleanText('ab \u0301cd'), 3)].join(''), 'ab \u0301cd');
});

test('wrapping breaks a word only if it is too long for a line', t => {
	fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), {minLength: 1, maxLength: 20}), fc.integer({min: 9, max: 30}), (words, width) => {
		const lines = wrapText(words.join(' ') as CleanText, width);
		t.deepEqual(lines.flatMap(line => line.split(' ')), words);
		for (const [index, line] of lines.entries()) {
			const next = lines[index + 1]?.split(' ')[0];
			t.true(next === undefined || line.length + 1 + next.length > width);
		}
	}));
});

test('wrapping, by example', t => {
	const cases: ReadonlyArray<readonly [text: string, width: number, lines: readonly string[]]> = [
		['', 10, ['']],
		['   ', 2, ['']],
		['anything', 0, ['']],
		['one two three', 7, ['one two', 'three']],
		['one   two', 5, ['one', 'two']],
		['abcdefgh', 3, ['abc', 'def', 'gh']],
		['ab cdefgh', 4, ['ab', 'cdef', 'gh']],
		['  "indented value"', 12, ['  "indented', 'value"']],
		['  abcdefgh', 6, ['  abcd', 'efgh']],
		['see 日本語の本', 8, ['see 日本', '語の本']],
		['日本', 3, ['日', '本']],
		['日本', 1, ['…', '…']],
	];
	for (const [text, width, lines] of cases) {
		t.deepEqual(wrapText(cleanText(text), width), lines as readonly CleanText[]);
	}
});

for (const [name, unit] of [['emoji', '😀'], ['accents', 'e\u0301'], ['words', 'aé日 '], ['one word', 'a']] as const) {
	test(`ten times the text takes about ten times as long: ${name}`, t => {
		const cost = (length: number) => {
			const text = cleanText(unit.repeat(length / unit.length));
			const before = process.cpuUsage();
			wrapText(text, 100);
			fit(text, 100);
			displayWidth(text);
			return process.cpuUsage(before).user;
		};

		cost(20_000);
		const few = cost(20_000) + cost(20_000);
		t.true(cost(200_000) < 25 * few, 'with the square of the length it would be a hundred times');
	});
}

test('characters are whole, wherever a long text is divided', t => {
	for (const unit of ['😀', 'e\u0301', '🇩🇪', 'x', '👍🏽a']) {
		for (const before of ['', 'x', 'xyz']) {
			const text = before + unit.repeat(400);
			t.deepEqual([...graphemes(text)], Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment));
		}
	}

	t.is([...graphemes('e' + '\u0301'.repeat(10_000))].join('').length, 10_001, 'one that never ends is cut');
});
