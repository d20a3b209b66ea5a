const escapes: Readonly<Record<string, string>> = {
	n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007',
};

const isSpace = (char: string | undefined) => char !== undefined && ' \t\n\v\f\r\0'.includes(char);

/**
Split a line into words, as Redis does it in its configuration and in commands that are typed by hand: `"a \n\x41"` with escapes, `'as it is'`.

@returns `undefined` when a quotation mark has no end, or something follows it at once.
*/
export function splitWords(line: string): string[] | undefined {
	const words: string[] = [];
	let position = 0;
	for (;;) {
		while (isSpace(line[position])) {
			position++;
		}

		if (position >= line.length) {
			return words;
		}

		let word = '';
		while (position < line.length && !isSpace(line[position])) {
			const quote = line[position];
			const part = quote === '"' || quote === '\'' ? readQuoted(line, position, quote) : {text: quote ?? '', end: position + 1};
			if (part === undefined) {
				return undefined;
			}

			word += part.text;
			position = part.end;
		}

		words.push(word);
	}
}

// `undefined` when it does not end, or not at the end of a word.
function readQuoted(line: string, start: number, quote: string): {readonly text: string; readonly end: number} | undefined {
	let text = '';
	let position = start + 1;
	for (;;) {
		const char = line[position];
		if (char === undefined) {
			return undefined;
		}

		if (char === quote) {
			const end = position + 1;
			return end === line.length || isSpace(line[end]) ? {text, end} : undefined;
		}

		const next = line[position + 1];
		if (char !== '\\' || next === undefined) {
			text += char;
			position++;
		} else if (quote === '"') {
			const hex = /^x[\da-f]{2}/i.exec(line.slice(position + 1, position + 4))?.[0];
			text += hex === undefined ? escapes[next] ?? next : String.fromCharCode(Number.parseInt(hex.slice(1), 16));
			position += hex === undefined ? 2 : 4;
		} else {
			text += next === quote ? next : char;
			position += next === quote ? 2 : 1;
		}
	}
}
