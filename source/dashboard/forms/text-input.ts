import {clean, cleanText} from '../../protocol/clean-text.js';
import {displayWidth, graphemes, takeColumns} from '../../terminal/text-width.js';
import type {Styled, Theme} from '../../views/theme.js';

/** A line of text that is being edited, split at the cursor. */
export type TextInput = {readonly before: string; readonly after: string};

const maxCharacters = 10_000;
// In code units: longer ones are edited in parts.
const maxGrapheme = 64;

/** An input with the cursor at the end of a text. */
export function textInput(text = ''): TextInput {
	return {before: text, after: ''};
}

/** The whole text. */
export function textOf({before, after}: TextInput): string {
	return before + after;
}

type Edit = (input: TextInput) => TextInput;

const toStart: Edit = input => ({before: '', after: textOf(input)});
const toEnd: Edit = input => ({before: textOf(input), after: ''});

const edits: Readonly<Record<string, Edit>> = {
	left: ({before, after}) => ({before: before.slice(0, before.length - previousIn(before).length), after: previousIn(before) + after}),
	right: ({before, after}) => ({before: before + nextIn(after), after: after.slice(nextIn(after).length)}),
	home: toStart,
	'ctrl-a': toStart,
	end: toEnd,
	'ctrl-e': toEnd,
	backspace: ({before, after}) => ({before: before.slice(0, before.length - previousIn(before).length), after}),
	delete: ({before, after}) => ({before, after: after.slice(nextIn(after).length)}),
	'ctrl-u': ({after}) => ({before: '', after}),
	'ctrl-w'({before, after}) {
		// Not one expression for both: it would start anew at every character.
		const words = before.trimEnd();
		return {before: words.slice(0, words.length - (words.split(/\s/u).at(-1) ?? '').length), after};
	},
};

/** The input after a key, named as in terminal/key-names.ts. */
export function typeKey(input: TextInput, key: string): TextInput {
	return edits[key]?.(input) ?? ([...key].length === 1 ? insert(input, key) : input);
}

function previousIn(text: string): string {
	return [...graphemes(text.slice(-maxGrapheme))].at(-1) ?? '';
}

function nextIn(text: string): string {
	return graphemes(text).next().value ?? '';
}

/** Insert a text at the cursor. Line breaks become spaces; what does not fit is cut off. */
export function insert({before, after}: TextInput, text: string): TextInput {
	const inserted = [...cleanText(text)].slice(0, maxCharacters - before.length - after.length);
	return {before: before + inserted.join(''), after};
}

/** Draw the part around the cursor that fits, with the cursor in reverse video. */
export function drawInput({before, after}: TextInput, width: number, theme: Theme): Styled {
	// Of the text before the cursor, more than fits is never looked at.
	const [cursor = ' ', ...following] = graphemes(after.slice(0, (width + 1) * maxGrapheme));
	const preceding = [...graphemes(before.slice(-(width + 1) * maxGrapheme))];
	let start = preceding.length;
	let room = width - displayWidth(cursor);
	while (start > 0 && displayWidth(preceding[start - 1]!) <= room) {
		start--;
		room -= displayWidth(preceding[start]!);
	}

	return `${clean`${preceding.slice(start).join('')}`}${theme.select(cleanText(cursor))}${cleanText(takeColumns(following, room))}`;
}
