const escapes: Readonly<Record<string, string>> = {
	n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007',
};

// What stands between words, and what ends a word that is not quoted: Redis has two lists.
const isSpace = (char: string | undefined) => char !== undefined && ' \t\n\v\f\r\0'.includes(char);
const endsWord = (char: string | undefined) => char === undefined || ' \t\n\r\0'.includes(char);

type Part = {readonly text: string; readonly end: number};

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

		const word = readWord(line, position);
		if (word === undefined) {
			return undefined;
		}

		words.push(word.text);
		position = word.end;
	}
}

// Quotes may begin in the middle of a word, but end it.
function readWord(line: string, start: number): Part | undefined {
	let position = start;
	while (!endsWord(line[position])) {
		const quote = line[position];
		if (quote === '"' || quote === '\'') {
			const quoted = readQuoted(line, position, quote);
			return quoted && {text: line.slice(start, position) + quoted.text, end: quoted.end};
		}

		position++;
	}

	return {text: line.slice(start, position), end: position};
}

// `undefined` when it does not end, or not at the end of a word.
function readQuoted(line: string, start: number, quote: string): Part | undefined {
	const parts: string[] = [];
	let position = start + 1;
	for (;;) {
		const char = line[position];
		if (char === undefined) {
			return undefined;
		}

		if (char === quote) {
			const end = position + 1;
			return end === line.length || isSpace(line[end]) ? {text: parts.join(''), end} : undefined;
		}

		const next = line[position + 1];
		if (char !== '\\' || next === undefined) {
			parts.push(char);
			position++;
		} else if (quote === '"') {
			const hex = /^x([\dA-Fa-f]{2})/.exec(line.slice(position + 1, position + 4))?.[1];
			parts.push(hex === undefined ? escapes[next] ?? next : String.fromCharCode(Number.parseInt(hex, 16)));
			position += hex === undefined ? 2 : 4;
		} else {
			parts.push(next === quote ? next : char);
			position += next === quote ? 2 : 1;
		}
	}
}
