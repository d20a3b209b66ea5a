import {clean, cleanText} from '../../protocol/clean-text.js';
import {displayWidth, graphemes, takeColumns} from '../../terminal/text-width.js';
import type {Styled, Theme} from '../../views/theme.js';

/** A line of text that is being edited, split at the cursor. */
export type TextInput = {readonly before: string; readonly after: string};

const maxCharacters = 10_000;

/** An input with the cursor at the end of a text. */
export function textInput(text = ''): TextInput {
	return {before: text, after: ''};
}

/** The whole text. */
export function textOf({before, after}: TextInput): string {
	return before + after;
}

/** The input after a key, named as in terminal/key-names.ts. */
export function typeKey(input: TextInput, key: string): TextInput {
	const {before, after} = input;
	const previous = graphemes(before).at(-1) ?? '';
	const [next = ''] = graphemes(after);
	const head = before.slice(0, before.length - previous.length);
	const tail = after.slice(next.length);
	const start = {before: '', after: before + after};
	const end = {before: before + after, after: ''};
	const edits: Readonly<Record<string, TextInput>> = {
		left: {before: head, after: previous + after},
		right: {before: before + next, after: tail},
		home: start,
		'ctrl-a': start,
		end,
		'ctrl-e': end,
		backspace: {before: head, after},
		delete: {before, after: tail},
		'ctrl-u': {before: '', after},
		'ctrl-w': {before: before.replace(/\S*\s*$/u, ''), after},
	};
	return edits[key] ?? ([...key].length === 1 ? insert(input, key) : input);
}

/** Insert a text at the cursor. Line breaks become spaces; what does not fit is cut off. */
export function insert({before, after}: TextInput, text: string): TextInput {
	const inserted = [...cleanText(text)].slice(0, maxCharacters - before.length - after.length);
	return {before: before + inserted.join(''), after};
}

/** Draw the part around the cursor that fits, with the cursor in reverse video. */
export function drawInput({before, after}: TextInput, width: number, theme: Theme): Styled {
	const [cursor = ' ', ...following] = graphemes(after);
	const preceding = graphemes(before);
	let start = preceding.length;
	let room = width - displayWidth(cursor);
	while (start > 0 && displayWidth(preceding[start - 1]!) <= room) {
		start--;
		room -= displayWidth(preceding[start]!);
	}

	return `${clean`${preceding.slice(start).join('')}`}${theme.select(cleanText(cursor))}${cleanText(takeColumns(following, room))}`;
}
