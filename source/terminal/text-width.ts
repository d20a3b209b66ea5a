import stringWidth from 'string-width';
import {type CleanText} from '../protocol/clean-text.js';

// Characters of one or two columns that never join with a neighbour: each code unit is one grapheme. Measuring those here makes a table of `│`, `é` and `日` affordable: string-width takes 10 to 20 µs for every text that is not ASCII.
const narrow = String.raw`\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2199\u2500-\u25FC\u2713-\u2718`;
const wide = String.raw`\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3`;
const ascii = /^[\u0020-\u007E]*$/;
const plain = new RegExp(`^[${narrow}${wide}]*$`);
const wideCharacters = new RegExp(`[${wide}]`, 'g');
// What is not torn apart: runs of spaces, single wide characters, words. A space with an accent is not a space.
const pieces = new RegExp(String.raw` +(?!\p{M})|[${wide}]\p{M}*|(?: (?=\p{M}))?[^ ${wide}]+`, 'gu');

const segmenter = new Intl.Segmenter();
// Segmenting takes time with the square of the length in Node 20, and so does string-width, which uses it.
const windowLength = 512;
const ellipsis = '…';

// Of graphemes and short words: string-width takes 10 to 20 µs for each.
const knownWidths = new Map<string, number>();
const maxKnownWidths = 10_000;
const maxKnownLength = 16;
// Longer ones are zero-width characters in a row, which are cut.
const maxGraphemeLength = 32;

/** How many terminal columns a text takes. Same result as `string-width`, but fast for what is usual in a table, and linear. */
export function displayWidth(text: string): number {
	if (ascii.test(text)) {
		return text.length;
	}

	if (plain.test(text)) {
		return text.length + (text.match(wideCharacters)?.length ?? 0);
	}

	let width = 0;
	for (const character of graphemes(text)) {
		width += widthOf(character);
	}

	return width;
}

/** The width of a text that may be much too long: then infinite. It is looked at no further. */
function widthUpTo(text: string, width: number): number {
	return text.length > (width + 1) * maxGraphemeLength ? Number.POSITIVE_INFINITY : displayWidth(text);
}

/** A text in exactly `width` columns: padded with spaces, or cut between graphemes and ended with `…`. */
export function fit(text: CleanText, width: number, align: 'left' | 'right' = 'left'): CleanText {
	if (width <= 0) {
		return '' as CleanText;
	}

	const used = widthUpTo(text, width);
	if (used > width) {
		const head = takeColumns(graphemes(text), width - 1);
		return head + ellipsis + ' '.repeat(width - 1 - displayWidth(head)) as CleanText;
	}

	const padding = ' '.repeat(width - used);
	return (align === 'left' ? text + padding : padding + text) as CleanText;
}

/**
A text in lines of at most `width` columns, broken between words, and inside a word only if it is too long for a line. Lines may also break next to Chinese, Japanese and Korean characters. Trailing spaces of lines are dropped, leading spaces of the text are kept. At least one line; one empty line if the width is below 1.
*/
export function wrapText(text: CleanText, width: number): readonly CleanText[] {
	const lines: string[] = [];
	let line = '';
	let room = Math.max(0, width);
	const breakLine = () => {
		lines.push(line.trimEnd());
		line = '';
		room = width;
	};

	for (const piece of width < 1 ? [] : text.match(pieces) ?? []) {
		const pieceWidth = piece.length > maxKnownLength ? widthUpTo(piece, width) : widthOf(piece);
		if (pieceWidth <= room) {
			line += piece;
			room -= pieceWidth;
			continue;
		}

		if (line.trim() !== '') {
			breakLine();
		}

		for (const character of piece.trim() === '' ? [] : graphemes(piece)) {
			// A wide character can be wider than the whole line.
			const shown = widthOf(character) > width ? fit(character as CleanText, width) : character;
			const shownWidth = widthOf(shown);
			if (shownWidth > room) {
				breakLine();
			}

			line += shown;
			room -= shownWidth;
		}
	}

	if (line !== '' || lines.length === 0) {
		breakLine();
	}

	return lines as CleanText[];
}

/** As many of the first graphemes as fit into `width` columns. */
export function takeColumns(characters: Iterable<string>, width: number): string {
	let room = width;
	let taken = '';
	for (const character of characters) {
		room -= widthOf(character);
		if (room < 0) {
			break;
		}

		taken += character;
	}

	return taken;
}

/** The characters of a text as a person counts them. One that is longer than 512 code units is cut into several. */
export function * graphemes(text: string): Generator<string, void> {
	for (const window of windowsOf(text)) {
		if (plain.test(window)) {
			yield * window;
		} else {
			for (const {segment} of segmenter.segment(window)) {
				yield segment;
			}
		}
	}
}

/** A text in parts that begin and end between graphemes. */
function * windowsOf(text: string): Generator<string, void> {
	for (let from = 0; from < text.length;) {
		let end = Math.min(text.length, from + windowLength);
		if (end < text.length) {
			// The last ones may go on behind the window.
			const {index} = segmenter.segment(text.slice(from, end)).containing(windowLength - maxGraphemeLength)!;
			end = index === 0 ? end : from + index;
		}

		yield text.slice(from, end);
		from = end;
	}
}

/** The columns of a grapheme, or of a short word. */
function widthOf(text: string): number {
	let width = knownWidths.get(text);
	if (width === undefined) {
		width = stringWidth(text);
		if (knownWidths.size >= maxKnownWidths) {
			knownWidths.clear();
		}

		knownWidths.set(text, width);
	}

	return width;
}
