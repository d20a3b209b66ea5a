import test from 'ava';
import fc from 'fast-check';
import {
	clean, cleanLines, cleanText, safeJson,
} from '../../source/protocol/clean-text.js';
import {anyText, anyValue} from './_any.js';

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

test('whatever comes in, nothing hidden comes out', t => {
	fc.assert(fc.property(anyText, text => {
		t.notRegex(cleanText(text), hidden);
	}), {numRuns: 2000});
});

test('not one of the characters of Unicode comes out if it is hidden', t => {
	for (let from = 0; from < 0x11_00_00; from += 0x10_00) {
		const text = Array.from({length: 0x10_00}, (_, index) => String.fromCodePoint(from + index)).join('a');
		t.notRegex(cleanText(text), hidden);
	}
});

test('cleaning twice is cleaning once', t => {
	fc.assert(fc.property(anyText, text => {
		t.is(cleanText(cleanText(text)), cleanText(text));
	}), {numRuns: 2000});
});

test('what can be shown stays as it is', t => {
	for (const text of ['', 'plain ASCII ~!"\\', 'naïve', '日本語', 'e\u0301', 'ش', 'क्षि', '👍🏽 ✅', '│ ─ ▸ …']) {
		t.is(cleanText(text), text as never);
	}
});

test('escape sequences go whole, line breaks become a space, what cannot be shown becomes a mark', t => {
	const cases: ReadonlyArray<readonly [text: string, clean: string]> = [
		['\u001B[31mred\u001B[0m', 'red'],
		['\u009B31mred', 'red'],
		['\u001B[?1049h\u001B[2J\u001B[1;1Hx', 'x'],
		['\u001B]0;title\u0007x', 'x'],
		['\u001B]8;;http://evil.example\u001B\\link\u001B]8;;\u001B\\', 'link'],
		['\u009D52;c;aGk=\u009Cx', 'x'],
		['\u001BPq#0\u001B\\x', 'x'],
		['\u001B(Bx\u001Bcy', 'xy'],
		['\u001B]0;never ended', '0;never ended'],
		['\u001B', ''],
		['a\r\n\r\nb\tc\u2028d\u0085e', 'a b c d e'],
		['a\u200Bb\u202Ec\u2066d\u00ADe\u2060f\uFEFFg', 'abcdefg'],
		['❤\uFE0F', '❤'],
		['a\u0000b\u0008c\u007Fd', 'abcd'],
		['\uD83D', '\uFFFD'],
		['x\uDC00y', 'x\uFFFDy'],
		['\uE0B0', '\uFFFD'],
	];
	for (const [text, expected] of cases) {
		t.is(String(cleanText(text)), expected);
	}
});

test('lines are cleaned one by one', t => {
	t.deepEqual(cleanLines('a\r\n\tb\u001B[31m\n\nc\u2028d').map(String), ['a', '    b', '', 'c', 'd']);
	fc.assert(fc.property(anyText, text => {
		for (const line of cleanLines(text)) {
			t.notRegex(line, hidden);
		}
	}));
});

test('values in a template are cleaned, the template itself is not', t => {
	t.is(String(clean`worker ${'\u001B[2Jh\n1'} has ${3}`), 'worker h 1 has 3');
	t.is(String(clean``), '');
	fc.assert(fc.property(anyText, anyText, (a, b) => {
		t.notRegex(clean`${a} and ${b}`, hidden);
	}));
});

test('JSON is printable and loses nothing', t => {
	fc.assert(fc.property(anyValue, fc.constantFrom(undefined, 2), (value, indent) => {
		const whole = {value};
		const json = safeJson(whole, indent);
		t.notRegex(json.replaceAll('\n', ''), hidden);
		t.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(whole, undefined, indent)));
	}), {numRuns: 1000});
	t.is(safeJson({a: '\u001B[31m\u009B\u202E\u{E0041}é日'}), String.raw`{"a":"\u001b[31m\u009b\u202e\udb40\udc41é日"}`);
	t.is(safeJson([1, 2], 2), '[\n  1,\n  2\n]');
});
