import stringWidth from 'string-width';
import {type CleanText} from '../protocol/clean-text.js';

// Characters of one or two columns that never join with a neighbour: each code unit is one grapheme. Measuring those by hand is what makes
// a table of `│`, `é` and `日` affordable: string-width takes 10 to 20 µs for every text that is not plain ASCII.
const narrow = String.raw`\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2199\u2500-\u25FC\u2713-\u2718`;
const wide = String.raw`\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3`;
const ascii = /^[\u0020-\u007E]*$/;
const plain = new RegExp(`^[${narrow}${wide}]*$`);
const wideCharacters = new RegExp(`[${wide}]`, 'g');

const segmenter = new Intl.Segmenter();
const ellipsis = '…';

/**
How many terminal columns a text takes. The same as `string-width`, but fast for what usually stands in a table.
*/
export function displayWidth(text: string): number {
	if (ascii.test(text)) {
		return text.length;
	}

	return plain.test(text) ? text.length + (text.match(wideCharacters)?.length ?? 0) : stringWidth(text);
}

/**
A text in exactly `width` columns: padded with spaces, or cut between two graphemes with `…` as its last character.

@param width In columns. 0 or less gives ''.
@param align Where a short text stands. Default: `left`.
*/
export function fit(text: CleanText, width: number, align: 'left' | 'right' = 'left'): CleanText {
	if (width <= 0) {
		return '' as CleanText;
	}

	const used = displayWidth(text);
	if (used > width) {
		const [head, headWidth] = takeColumns(graphemes(text), width - 1);
		return head + ellipsis + ' '.repeat(width - 1 - headWidth) as CleanText;
	}

	const padding = ' '.repeat(width - used);
	return (align === 'left' ? text + padding : padding + text) as CleanText;
}

/**
A text in lines of at most `width` columns, broken between words, and inside a word only where the word alone is too long. Between wide characters
(Chinese, Japanese, Korean) a line may end anywhere. Spaces at the end of a line are dropped, those at the beginning of the text stay.
Always at least one line; below a width of 1 it is one empty line.

@param width In columns.
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

	for (const piece of width < 1 ? [] : pieces(text)) {
		const pieceWidth = displayWidth(piece);
		if (pieceWidth <= room) {
			line += piece;
			room -= pieceWidth;
			continue;
		}

		if (line.trim() !== '') {
			breakLine();
		}

		for (const character of /^ +$/.test(piece) ? [] : graphemes(piece)) {
			// A wide character can be wider than the whole line.
			const shown = fit(character as CleanText, Math.min(displayWidth(character), width));
			const shownWidth = displayWidth(shown);
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

/** The longest start of some graphemes that fits into `width` columns, and its width. */
export function takeColumns(characters: readonly string[], width: number): readonly [text: string, width: number] {
	let text = '';
	let used = 0;
	for (const character of characters) {
		const characterWidth = displayWidth(character);
		if (used + characterWidth > width) {
			break;
		}

		text += character;
		used += characterWidth;
	}

	return [text, used];
}

/** The characters as a person counts them. */
export function graphemes(text: string): readonly string[] {
	return plain.test(text) ? [...text] : Array.from(segmenter.segment(text), ({segment}) => segment);
}

// What should not be torn apart: words, runs of spaces, single wide characters.
function pieces(text: string): readonly string[] {
	if (ascii.test(text)) {
		return text.match(/ +|[^ ]+/g) ?? [];
	}

	const found: string[] = [];
	let previous = '';
	for (const grapheme of graphemes(text)) {
		const kind = grapheme === ' ' ? 'space' : (displayWidth(grapheme) > 1 ? 'wide' : 'word');
		if (kind === previous && kind !== 'wide') {
			found[found.length - 1] += grapheme;
		} else {
			found.push(grapheme);
		}

		previous = kind;
	}

	return found;
}
