declare const cleanBrand: unique symbol;

/**
Text that is safe to print on a terminal: one line without control characters, escape sequences, bidirectional overrides, zero-width characters or lone surrogates.

Everything from Redis, a model or a file reaches the screen and stdout only in this form, or as JSON through `safeJson`.
*/
export type CleanText = string & {readonly [cleanBrand]: true};

const plain = /^[\u0020-\u007E]*$/;

// CSI; the string sequences OSC, DCS, SOS, PM and APC up to their terminator; then short ones. Of an unterminated string sequence only the
// introducer is removed, so that the text behind it is still shown.
const escapeSequences = new RegExp([
	String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`,
	String.raw`(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]{0,4096}(?:\u0007|\u001B\\|\u009C)`,
	String.raw`\u001B[\u0020-\u002F]*[\u0030-\u007E]`,
].join('|'), 'gu');

const whitespace = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

// Control and format characters (bidi controls, zero-width space and joiners, soft hyphen, tags), variation selectors, which terminals measure
// differently, and fillers.
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

// Private use: the width of a glyph depends on the font.
const privateUse = /\p{Co}/gu;

/** Make text printable on one line. Escape sequences and invisible characters are removed, line breaks and tabs become one space, lone surrogates and private-use characters become `�`. */
export function cleanText(text: string): CleanText {
	if (plain.test(text)) {
		return text as CleanText;
	}

	return text
		.toWellFormed()
		.replaceAll(escapeSequences, '')
		.replaceAll(whitespace, ' ')
		.replaceAll(invisible, '')
		.replaceAll(privateUse, '\uFFFD') as CleanText;
}

/** Make text of several lines printable, one item a line. Tabs become four spaces. */
export function cleanLines(text: string): readonly CleanText[] {
	return text
		.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/u)
		.map(line => cleanText(line.replaceAll('\t', '    ')));
}

/** A template whose values are cleaned: ``clean`worker ${id} left` ``. */
export function clean(strings: TemplateStringsArray, ...values: ReadonlyArray<string | number>): CleanText {
	let text = strings[0] ?? '';
	for (const [index, value] of values.entries()) {
		text += cleanText(String(value)) + (strings[index + 1] ?? '');
	}

	return text as CleanText;
}

/** JSON that is safe to print on a terminal: characters that `cleanText` would remove are escaped as `\\uXXXX`. @param indent Spaces per level. Default: none, one line. */
export function safeJson(value: unknown, indent?: number): string {
	const unsafe = /[\u007F-\u009F\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/gu;
	const escape = (character: string) => Array.from({length: character.length}, (_, at) => String.raw`\u` + character.charCodeAt(at).toString(16).padStart(4, '0')).join('');
	return JSON.stringify(value, undefined, indent).replaceAll(unsafe, escape);
}
