import {Readable} from 'node:stream';
import {clearTimeout, setTimeout} from 'node:timers';

/** Who is told about what is not a key. */
export type InputListeners = {
	/** The terminal got or lost the focus. */
	readonly onFocus: (focused: boolean) => void;
	/** A text was pasted. Line breaks are `\n`; it may hold anything else that a clipboard may. */
	readonly onPaste: (text: string) => void;
};

// How long the beginning of a report may wait for its end. A key press of Esc alone waits as long.
const reportPauseMs = 20;

const focusIn = '\u001B[I';
const focusOut = '\u001B[O';
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';
const report = /\u001B\[(?:I|O|20[01]~)/;
const ctrlC = '\u0003';

/**
The keyboard, given to Ink as `stdin`: focus reports and pasted texts are taken out and go to their listeners, all else passes unchanged.

Either plain or inside of a paste. In plain text, a chunk that ends in what could be the beginning of a report holds that back until the next
chunk or for 20 ms. A paste ends with its end mark, or when Ctrl-C comes alone, so that a lost mark cannot make the keyboard dead.

The raw mode and the life of the real stdin belong to the session; what Ink asks of them here has no effect.
*/
export class TerminalInput extends Readable {
	readonly #listeners: InputListeners;
	/** The beginning of a report, or in a paste of its end mark. */
	#held = '';
	#holding: NodeJS.Timeout | undefined;
	#pasted: string | undefined;

	constructor(listeners: InputListeners) {
		super({encoding: 'utf8'});
		this.#listeners = listeners;
	}

	/** What makes Ink read keys. */
	get isTTY(): boolean {
		return true;
	}

	/** No effect, for Ink. */
	setRawMode(): this {
		return this;
	}

	/** No effect, for Ink. */
	ref(): this {
		return this;
	}

	/** No effect, for Ink. */
	unref(): this {
		return this;
	}

	/** Take what the terminal sent. */
	readonly feed = (chunk: string): void => {
		clearTimeout(this.#holding);
		if (this.#pasted !== undefined && chunk === ctrlC) {
			this.reset();
		}

		let rest = this.#held + chunk;
		this.#held = '';
		while (rest !== '') {
			rest = this.#pasted === undefined ? this.#takeKeys(rest) : this.#takePaste(this.#pasted, rest);
		}
	};

	/** Forget what has begun and not ended. Leaves no timer behind. */
	reset(): void {
		clearTimeout(this.#holding);
		this.#held = '';
		this.#pasted = undefined;
	}

	override _read(): void {
		// Keys are pushed when they come.
	}

	#takeKeys(text: string): string {
		const found = report.exec(text);
		if (!found) {
			this.#held = beginningAtEnd(text, [focusIn, focusOut, pasteStart, pasteEnd]);
			this.#pass(text.slice(0, text.length - this.#held.length));
			if (this.#held !== '') {
				this.#holding = setTimeout(() => {
					this.#pass(this.#held);
					this.#held = '';
				}, reportPauseMs);
			}

			return '';
		}

		this.#pass(text.slice(0, found.index));
		if (found[0] === pasteStart) {
			this.#pasted = '';
		} else if (found[0] !== pasteEnd) {
			this.#listeners.onFocus(found[0] === focusIn);
		}

		return text.slice(found.index + found[0].length);
	}

	#takePaste(before: string, text: string): string {
		const end = text.indexOf(pasteEnd);
		if (end === -1) {
			this.#held = beginningAtEnd(text, [pasteEnd]);
			this.#pasted = before + text.slice(0, text.length - this.#held.length);
			return '';
		}

		this.#pasted = undefined;
		this.#listeners.onPaste((before + text.slice(0, end)).replaceAll(/\r\n?/g, '\n'));
		return text.slice(end + pasteEnd.length);
	}

	#pass(keys: string): void {
		if (keys !== '') {
			this.push(keys);
		}
	}
}

function beginningAtEnd(text: string, marks: readonly string[]): string {
	const tail = text.slice(text.lastIndexOf('\u001B'));
	return text.includes('\u001B') && marks.some(mark => mark.startsWith(tail)) ? tail : '';
}
