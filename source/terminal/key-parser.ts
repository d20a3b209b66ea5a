import type {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {characterKey, sequenceKey} from './key-names.js';

/** An input event. `key` has a name of key-names.ts. `paste` has `\n` between its lines, and may contain anything else. */
export type InputEvent
	= | {readonly kind: 'key'; readonly name: string}
		| {readonly kind: 'paste'; readonly text: string}
		| {readonly kind: 'focus'; readonly isFocused: boolean};

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'skip' | 'paste';

const escape = '\u001B';
const ctrlC = '\u0003';
const pasteEnd = '\u001B[201~';

/** What starts with the character after Esc. Any other character is a key with Alt. */
const introducers: Readonly<Record<string, State>> = {
	'[': 'csi', O: 'ss3', P: 'string', ']': 'string', _: 'string', '^': 'string', X: 'string',
};

/** How many characters follow `ESC [ [` (function keys of the Linux console) and old mouse reports. */
const following: Readonly<Record<string, number>> = {
	'[': 1, M: 3, t: 2, T: 6,
};

// The longest sequence that means something has 20.
const maxParameters = 64;
const maxPasteLength = 100_000;

const timeoutsMs: Readonly<Record<State, number>> = {
	ground: 0, escape: 50, csi: 500, ss3: 500, string: 500, skip: 500, paste: 3000,
};

/**
Parses the bytes of a terminal into events. Everything unknown is dropped as a whole: keys with Alt, unknown keys, mouse reports, replies of the terminal. No part of it is ever taken for a key, however the bytes were split over reads.

- `ground`: each character is a key. Esc leads to `escape`.
- `escape`: Esc and an introducer start a sequence or a string, Esc and any other character are a key with Alt. After a second Esc the same, but a sequence that follows is a key with Alt. At the timeout it was the Esc key, unless it interrupted something else.
- `csi` (`ESC [`) and `ss3` (`ESC O`): up to the final character, which decides what it was.
- `string` (OSC, DCS, APC, PM, SOS): up to BEL or the string terminator, which looks like a key with Alt to `escape`.
- `skip`: a known number of characters that belong to a report.
- `paste`: up to its end mark. What exceeds the maximum length is dropped.

Ctrl-C and Esc interrupt everything but a paste. The timeout ends everything, even a paste, whose text is dropped: it must never be taken for keys.
*/
export class KeyParser {
	#decoder = new StringDecoder('utf8');
	#state: State = 'ground';
	/** The state before `escape`. */
	#escapedFrom: State = 'ground';
	/** Parameters of a sequence, or the text of a paste. */
	#collected = '';
	/** Characters to skip, or how much of the end mark of a paste has matched. */
	#count = 0;

	constructor(private readonly emit: (event: InputEvent) => void) {}

	/** Call `timeOut` after this long without input; 0: never. */
	get timeoutMs(): number {
		return this.#state === 'escape' && this.#escapedFrom !== 'ground' ? timeoutsMs.csi : timeoutsMs[this.#state];
	}

	/** Parse bytes. */
	feed(bytes: Buffer): void {
		for (const character of this.#decoder.write(bytes)) {
			this.#take(character);
		}
	}

	/** No input for `timeoutMs`. */
	timeOut(): void {
		const escapes = this.#state === 'escape' ? {ground: 1, escape: 2}[this.#escapedFrom as string] ?? 0 : 0;
		this.#state = 'ground';
		for (let count = 0; count < escapes; count++) {
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
			// One character for two: U+009B is `ESC [`.
			this.#takeEscape();
			this.#take(String.fromCodePoint(character.codePointAt(0)! - 0x40));
		} else if (this.#state === 'ground') {
			this.#key(characterKey(character));
		} else if (this.#state === 'escape') {
			this.#state = introducers[character] ?? 'ground';
			this.#collected = '';
		} else if (['csi', 'ss3'].includes(this.#state)) {
			this.#takeSequence(character);
		} else {
			this.#count--;
			const isEnd = this.#state === 'skip' ? this.#count === 0 : /[\u0007\u0018\u001A]/.test(character);
			this.#state = isEnd ? 'ground' : this.#state;
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
		const isCsi = this.#state === 'csi';
		const isEmpty = this.#collected === '';
		// Keys with Shift in rxvt: the only sequences that end like this.
		const isRxvtEnd = isCsi && character === '$' && /^\d+$/.test(this.#collected);
		if (character >= ' ' && character <= '?' && !isRxvtEnd) {
			this.#collected += this.#collected.length < maxParameters ? character : '';
			return;
		}

		this.#state = 'ground';
		if (isCsi && isEmpty && following[character]) {
			this.#state = 'skip';
			this.#count = following[character];
		} else if (isCsi && isEmpty && (character === 'I' || character === 'O')) {
			this.emit({kind: 'focus', isFocused: character === 'I'});
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
			this.emit({kind: 'paste', text: this.#collected.replaceAll(/\r\n?/g, '\n')});
		}
	}

	#key(name: string | null): void {
		if (name !== null) {
			this.emit({kind: 'key', name});
		}
	}
}
