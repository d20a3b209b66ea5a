import test from 'ava';
import fc from 'fast-check';
import {textOfJson, UntrustedText} from '../../source/protocol/untrusted-text.js';
import {anyText, anyValue} from './_any.js';

test('a text is one clean line, cut with a mark', t => {
	t.is(String(new UntrustedText('a\nb\u001B[31m').line()), 'a b');
	t.is(String(new UntrustedText('abcdef').line(3)), 'abc…');
	t.is(String(new UntrustedText('abc').line(3)), 'abc');
	t.is(String(new UntrustedText('abc', undefined, true).line()), 'abc…');
});

test('only the beginning is kept where that is asked, and it knows', t => {
	const text = new UntrustedText('abcdef', 3);
	t.is(text.toJSON(), 'abc');
	t.is(text.length, 3);
	t.true(text.cut);
	t.false(new UntrustedText('abc', 3).cut);
	t.deepEqual(text.lines().map(String), ['abc', '…']);
});

test('objects and lists are laid out, all else is shown line by line', t => {
	t.deepEqual(new UntrustedText('{"a":[1]}').lines().map(String), ['{', '  "a": [', '    1', '  ]', '}']);
	t.deepEqual(new UntrustedText('[broken').lines().map(String), ['[broken']);
	t.deepEqual(new UntrustedText('a\n\tb').lines().map(String), ['a', '    b']);
});

test('a text is found in it in upper and lower case', t => {
	t.true(new UntrustedText('Fix ÄPFEL').includes('äpfel'));
	t.false(new UntrustedText('Fix').includes('birnen'));
});

test('it cannot be printed by accident', t => {
	fc.assert(fc.property(anyText, raw => {
		const text = new UntrustedText(raw);
		t.is(text.toJSON(), raw);
		t.is(Object.prototype.toString.call(text), '[object Object]');
		t.false(Object.hasOwn(UntrustedText.prototype, 'toString'));
		for (const line of [text.line(), ...text.lines()]) {
			t.notRegex(line, /[\p{Cc}\p{Cf}\p{Cs}]/u);
		}
	}));
});

test('any value has a text', t => {
	t.is(textOfJson(undefined).toJSON(), '');
	t.is(textOfJson(null).toJSON(), '');
	t.is(textOfJson('x').toJSON(), 'x');
	t.is(textOfJson({a: 1}).toJSON(), '{"a":1}');
	t.is(textOfJson({a: 1}, 3).toJSON(), '{"a');
	fc.assert(fc.property(anyValue, value => {
		t.is(typeof textOfJson(value).toJSON(), 'string');
	}));
});
