import type {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {characterKey, sequenceKey} from './key-names.js';

/** An input event. `key` has a name of key-names.ts; `paste` has `\n` between its lines and may hold anything else that a clipboard may. */
export type InputEvent
	= | {readonly kind: 'key'; readonly name: string}
		| {readonly kind: 'paste'; readonly text: string}
		| {readonly kind: 'focus'; readonly isFocused: boolean};

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'skip' | 'paste';

const escape = '\u001B';
const ctrlC = '\u0003';
const pasteEnd = '\u001B[201~';

/** What a second character after Esc begins. Anything else is a key with Alt. */
const introducers: Readonly<Record<string, State>> = {
	'[': 'csi', O: 'ss3', P: 'string', ']': 'string', _: 'string', '^': 'string', X: 'string',
};

/** How many characters follow these three old mouse reports. */
const mouseReports: Readonly<Record<string, number>> = {M: 3, t: 2, T: 6};

// The longest sequence that means something has 20.
const maxParameters = 64;
const maxPasteLength = 100_000;

// How long to wait for more before what has begun is taken to be all.
const waitMs: Readonly<Record<State, number>> = {
	ground: 0, escape: 50, csi: 500, ss3: 500, string: 500, skip: 500, paste: 3000,
};

/**
Takes the bytes of a terminal apart into events. Everything else is dropped as a whole: keys with Alt, unknown keys, mouse reports, answers of the terminal. Nothing of it is ever taken for a key, however the bytes were split over reads.

- `ground`: each character is a key. Esc leads to `escape`.
- `escape`: Esc and an introducer begin a sequence or a string, Esc and any other character are a key with Alt. After a second Esc the same, but a key that follows has Alt. In silence it was the Esc key, unless it broke off something else.
- `csi` (`ESC [`) and `ss3` (`ESC O`): up to the final character; only this decides what it was.
- `string` (OSC, DCS, APC, PM, SOS): up to BEL or the string terminator, which is a key with Alt to `escape`.
- `skip`: a known number of characters that belong to a report.
- `paste`: up to its end mark. What is beyond the maximal length is not kept.

Ctrl-C and Esc break off everything but a paste. Silence breaks off everything, a paste too, and its text is lost: it must never be taken for keys.
*/
export class KeyParser {
	readonly #tell: (event: InputEvent) => void;
	#decoder = new StringDecoder('utf8');
	#state: State = 'ground';
	/** Where the Esc came that led to `escape`: in `ground` it may be the key, in `escape` it was a second one. */
	#escapedFrom: State = 'ground';
	/** Parameters of a sequence, or the text of a paste. */
	#collected = '';
	/** Characters to skip, or characters of the end mark that a paste has matched. */
	#count = 0;

	constructor(tell: (event: InputEvent) => void) {
		this.#tell = tell;
	}

	/** After how long without input `silence` should be called; 0 for never. */
	get waitMs(): number {
		return this.#state === 'escape' && this.#escapedFrom !== 'ground' ? waitMs.csi : waitMs[this.#state];
	}

	/** Take bytes, of any number. */
	feed(bytes: Buffer): void {
		for (const character of this.#decoder.write(bytes)) {
			this.#take(character);
		}
	}

	/** Nothing has come for `waitMs`. */
	silence(): void {
		const escapes = this.#state === 'escape' ? {ground: 1, escape: 2}[this.#escapedFrom as string] ?? 0 : 0;
		this.#state = 'ground';
		for (let sent = 0; sent < escapes; sent++) {
			this.#key('escape');
		}
	}

	/** Discard partial input. */
	reset(): void {
		this.#decoder = new StringDecoder('utf8');
		this.#state = 'ground';
	}

	#take(character: string): void {
		if (this.#state === 'paste') {
			this.#takePasted(character);
		} else if (character === escape) {
			this.#takeEscape();
		} else if (character === ctrlC) {
			this.#state = 'ground';
			this.#key('ctrl-c');
		} else if (character >= '\u0080' && character <= '\u009F') {
			// One character for two: `ESC [` is U+009B, too.
			this.#takeEscape();
			this.#take(String.fromCodePoint(character.codePointAt(0)! - 0x40));
		} else {
			this.#takeOther(character);
		}
	}

	#takeOther(character: string): void {
		switch (this.#state) {
			case 'escape': {
				this.#state = introducers[character] ?? 'ground';
				this.#collected = '';
				break;
			}

			case 'csi':
			case 'ss3': {
				this.#takeSequence(character);
				break;
			}

			case 'string': {
				if (character === '\u0007' || character === '\u0018' || character === '\u001A') {
					this.#state = 'ground';
				}

				break;
			}

			case 'skip': {
				this.#count--;
				if (this.#count === 0) {
					this.#state = 'ground';
				}

				break;
			}

			default: {
				this.#key(characterKey(character));
			}
		}
	}

	#takeEscape(): void {
		if (this.#state === 'escape' && this.#escapedFrom === 'escape') {
			this.#key('escape');
		}

		this.#escapedFrom = this.#state;
		this.#state = 'escape';
	}

	#takeSequence(character: string): void {
		const isEmpty = this.#collected === '';
		const isCsi = this.#state === 'csi';
		// Of rxvt, for keys with Shift: the only sequences that end like this.
		const isRxvtEnd = isCsi && character === '$' && /^\d+$/.test(this.#collected);
		if (character >= ' ' && character <= '?' && !isRxvtEnd) {
			this.#collected += this.#collected.length < maxParameters ? character : '';
			return;
		}

		this.#state = 'ground';
		if (isCsi && isEmpty && character === '[') {
			// Function keys of the Linux console: `ESC [ [ A`.
			this.#skip(1);
		} else if (isCsi && isEmpty && mouseReports[character]) {
			this.#skip(mouseReports[character]);
		} else if (isCsi && isEmpty && (character === 'I' || character === 'O')) {
			this.#tell({kind: 'focus', isFocused: character === 'I'});
		} else if (isCsi && `${this.#collected}${character}` === '200~') {
			this.#state = 'paste';
			this.#collected = '';
			this.#count = 0;
		} else if (this.#escapedFrom !== 'escape') {
			this.#key(sequenceKey(isCsi ? '[' : 'O', this.#collected, character));
		}
	}

	#takePasted(character: string): void {
		if (character === pasteEnd[this.#count]) {
			this.#count++;
		} else {
			const isEscape = character === escape;
			const text = pasteEnd.slice(0, this.#count) + (isEscape ? '' : character);
			this.#collected += this.#collected.length < maxPasteLength ? text : '';
			this.#count = isEscape ? 1 : 0;
		}

		if (this.#count === pasteEnd.length) {
			this.#state = 'ground';
			this.#tell({kind: 'paste', text: this.#collected.replaceAll(/\r\n?/g, '\n')});
		}
	}

	#skip(count: number): void {
		this.#state = 'skip';
		this.#count = count;
	}

	#key(name: string | null): void {
		if (name !== null) {
			this.#tell({kind: 'key', name});
		}
	}
}
