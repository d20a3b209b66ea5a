import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {
	drawInput, insert, textInput, textOf, typeKey, type TextInput,
} from '../../source/dashboard/forms/text-input.js';
import {plainTheme, themeFor} from '../../source/views/theme.js';
import {anyText} from '../protocol/_any.js';

function after(text: string, ...keys: readonly string[]): string {
	let input = textInput(text);
	for (const key of keys) {
		input = typeKey(input, key);
	}

	return `${input.before}|${input.after}`;
}

test('keys move the cursor, insert and delete', t => {
	for (const [text, keys, result] of [
		['', ['a', 'b'], 'ab|'],
		['ab', ['left', 'x'], 'ax|b'],
		['ab', ['left', 'left', 'left', 'x'], 'x|ab'],
		['ab', ['home', 'right', 'x'], 'ax|b'],
		['ab', ['right', 'x'], 'abx|'],
		['ab', ['ctrl-a', 'x', 'ctrl-e', 'y'], 'xaby|'],
		['ab', ['backspace'], 'a|'],
		['ab', ['home', 'backspace'], '|ab'],
		['ab', ['home', 'delete'], '|b'],
		['ab', ['delete'], 'ab|'],
		['one two  ', ['ctrl-w'], 'one |'],
		['one two three', ['left', 'left', 'left', 'left', 'left', 'ctrl-w'], 'one |three'],
		['one two', ['left', 'left', 'left', 'ctrl-u'], '|two'],
		['a', [' ', 'b'], 'a b|'],
		['a', ['f5', 'ctrl-x', 'tab'], 'a|'],
		['a👍🏽', ['backspace'], 'a|'],
		['日本', ['left', '語'], '日語|本'],
		['e', ['\u0301', 'backspace'], '|'],
	] as const) {
		t.is(after(text, ...keys), result);
	}
});

test('pasted text becomes one clean line', t => {
	t.is(textOf(insert(textInput('a'), 'b\r\nc\u001B[31md\u202E')), 'ab cd');
	t.is(textOf(insert(textInput(), 'x'.repeat(50_000))).length, 10_000);
});

test('the text is clean whatever is typed and pasted', t => {
	const strokes = fc.array(fc.oneof(
		anyText.map(text => (input: TextInput) => insert(input, text)),
		fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'ctrl-u', 'ctrl-w', 'a', ' ', '日', '\u0301', '👍').map(key => (input: TextInput) => typeKey(input, key)),
	), {maxLength: 30});
	fc.assert(fc.property(strokes, fc.integer({min: 2, max: 60}), (all, width) => {
		let input = textInput();
		for (const change of all) {
			input = change(input);
			t.notRegex(textOf(input), /[\p{Cc}\p{Cf}\p{Cs}]/u);
			t.true(stringWidth(drawInput(input, width, plainTheme)) <= width);
		}
	}), {numRuns: 300});
});

test('the part around the cursor is drawn, with the cursor in reverse video', t => {
	const theme = themeFor({});
	t.is(String(drawInput(textInput('abc'), 10, theme)), 'abc\u001B[7m \u001B[27m');
	t.is(String(drawInput(textInput('abcdefgh'), 4, plainTheme)), 'fgh ');
	t.is(String(drawInput({before: '', after: 'abcdefgh'}, 4, plainTheme)), 'abcd');
	t.is(String(drawInput({before: '日', after: '本'}, 3, theme)), '\u001B[7m本\u001B[27m');
	t.is(String(drawInput({before: '日', after: '本'}, 4, theme)), '日\u001B[7m本\u001B[27m');
});
