import type {Buffer} from 'node:buffer';
import type {ReadStream} from 'node:tty';
import {KeyParser, type InputEvent} from './key-parser.js';

/** Feeds terminal input to the key parser, and tells it when no more comes. */
export class TerminalInput {
	readonly #stdin: ReadStream;
	readonly #parser: KeyParser;
	#timer: NodeJS.Timeout | undefined;
	#turn: NodeJS.Immediate | undefined;

	constructor(stdin: ReadStream, onEvent: (event: InputEvent) => void) {
		this.#stdin = stdin;
		this.#parser = new KeyParser(onEvent);
	}

	/** Start reading. */
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
		const {timeoutMs} = this.#parser;
		if (timeoutMs > 0) {
			this.#timer = setTimeout(() => {
				// Read pending input first: the process may have been busy past the timeout.
				this.#turn = setImmediate(() => {
					this.#parser.timeOut();
				});
			}, timeoutMs);
		}
	};

	#stopWaiting(): void {
		clearTimeout(this.#timer);
		clearImmediate(this.#turn);
	}
}
