import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth} from '../../terminal/text-width.js';
import type {Styled, Theme} from '../../views/theme.js';

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

@param key A name as in terminal/key-names.ts: one character, or a name like `backspace`.
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

		case 'delete': {
			return cursor === graphemes.length ? input : {graphemes: graphemes.toSpliced(cursor, 1), cursor};
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

/** The input with a text inserted at the cursor. Line breaks become spaces; what is too long is cut off. */
export function insert({graphemes, cursor}: TextInput, text: string): TextInput {
	// A combining mark belongs to the grapheme before it. Only that one can change, so nothing else is split again.
	const changed = Math.max(0, cursor - 1);
	const inserted = split(graphemes.slice(changed, cursor).join('') + cleanText(text), maxGraphemes - graphemes.length + cursor - changed);
	return {graphemes: graphemes.toSpliced(changed, cursor - changed, ...inserted), cursor: changed + inserted.length};
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

function split(text: string, maxCount = maxGraphemes): readonly string[] {
	const graphemes: string[] = [];
	for (const {segment} of segmenter.segment(text)) {
		if (graphemes.length >= maxCount) {
			break;
		}

		graphemes.push(segment);
	}

	return graphemes;
}
