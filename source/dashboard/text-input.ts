import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {displayWidth} from '../terminal/fit.js';
import type {Styled, Theme} from './theme.js';

/** A line of text that is being typed. The cursor stands before the grapheme with its number. */
export type TextInput = {
	readonly graphemes: readonly string[];
	readonly cursor: number;
};

const segmenter = new Intl.Segmenter();
const maxGraphemes = 10_000;

/** An input that holds a text, with the cursor behind it. */
export function textInput(text = ''): TextInput {
	const graphemes = split(text);
	return {graphemes, cursor: graphemes.length};
}

/** The text as typed. */
export function textOf({graphemes}: TextInput): string {
	return graphemes.join('');
}

/**
The input after a key. Keys that mean nothing here leave it as it is.

@param key A name as `keyNames` gives it: one character, or a name like `backspace`.
*/
export function typeKey(input: TextInput, key: string): TextInput {
	const {graphemes, cursor} = input;
	switch (key) {
		case 'left': {
			return {graphemes, cursor: Math.max(0, cursor - 1)};
		}

		case 'right': {
			return {graphemes, cursor: Math.min(graphemes.length, cursor + 1)};
		}

		case 'home':
		case 'ctrl-a': {
			return {graphemes, cursor: 0};
		}

		case 'end':
		case 'ctrl-e': {
			return {graphemes, cursor: graphemes.length};
		}

		case 'backspace': {
			return cursor === 0 ? input : {graphemes: graphemes.toSpliced(cursor - 1, 1), cursor: cursor - 1};
		}

		case 'ctrl-u': {
			return {graphemes: graphemes.slice(cursor), cursor: 0};
		}

		case 'ctrl-w': {
			const kept = graphemes.slice(0, cursor).join('').replace(/\S*\s*$/u, '');
			const before = split(kept);
			return {graphemes: [...before, ...graphemes.slice(cursor)], cursor: before.length};
		}

		default: {
			return [...key].length === 1 ? insert(input, key) : input;
		}
	}
}

/** The input with a text put in at the cursor, as by pasting: line breaks become spaces. */
export function insert({graphemes, cursor}: TextInput, text: string): TextInput {
	// Joined and split again: a combining mark belongs to the grapheme before it.
	const before = split(graphemes.slice(0, cursor).join('') + cleanText(text));
	const all = [...before, ...graphemes.slice(cursor)].slice(0, maxGraphemes);
	return {graphemes: all, cursor: Math.min(before.length, all.length)};
}

/**
The input as it is drawn: the part around the cursor that fits, with the cursor reversed.

@param width Columns; the result may be narrower.
*/
export function drawInput({graphemes, cursor}: TextInput, width: number, theme: Theme): Styled {
	let start = cursor;
	let used = displayWidth(graphemes[cursor] ?? ' ');
	while (start > 0 && used + displayWidth(graphemes[start - 1]!) <= width) {
		start--;
		used += displayWidth(graphemes[start]!);
	}

	let after = '';
	for (const grapheme of graphemes.slice(cursor + 1)) {
		used += displayWidth(grapheme);
		if (used > width) {
			break;
		}

		after += grapheme;
	}

	return `${clean`${graphemes.slice(start, cursor).join('')}`}${theme.select(cleanText(graphemes[cursor] ?? ' '))}${after as CleanText}`;
}

function split(text: string): readonly string[] {
	return Array.from(segmenter.segment(text), ({segment}) => segment);
}
