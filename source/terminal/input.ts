import type {Buffer} from 'node:buffer';
import {
	clearImmediate, clearTimeout, setImmediate, setTimeout,
} from 'node:timers';
import type {ReadStream} from 'node:tty';
import {KeyParser, type InputEvent} from './key-parser.js';

/** Feeds terminal input to the key parser and reports silence. */
export class TerminalInput {
	readonly #stdin: ReadStream;
	readonly #parser: KeyParser;
	#waiting: NodeJS.Timeout | undefined;
	#turn: NodeJS.Immediate | undefined;

	constructor(stdin: ReadStream, tell: (event: InputEvent) => void) {
		this.#stdin = stdin;
		this.#parser = new KeyParser(tell);
	}

	/** Begin to read. */
	start(): void {
		this.#stdin.on('data', this.#onData);
	}

	/** Stop reading. Leaves no timer behind. */
	stop(): void {
		this.#stdin.off('data', this.#onData).pause();
		this.reset();
	}

	/** Discard partial input, such as half a key. */
	reset(): void {
		this.#stopWaiting();
		this.#parser.reset();
	}

	readonly #onData = (bytes: Buffer) => {
		this.#stopWaiting();
		this.#parser.feed(bytes);
		const {waitMs} = this.#parser;
		if (waitMs > 0) {
			this.#waiting = setTimeout(() => {
				// Read pending input first: the process may have been busy past the timeout.
				this.#turn = setImmediate(() => {
					this.#parser.silence();
				});
			}, waitMs);
		}
	};

	#stopWaiting(): void {
		clearTimeout(this.#waiting);
		clearImmediate(this.#turn);
	}
}
