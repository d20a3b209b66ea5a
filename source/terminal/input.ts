import type {Buffer} from 'node:buffer';
import type {ReadStream} from 'node:tty';
import {KeyParser, type InputEvent} from './key-parser.js';

/** Feeds terminal input to a key parser, and tells it when no more comes. */
export function readTerminal(stdin: ReadStream, onEvent: (event: InputEvent) => void) {
	const parser = new KeyParser(onEvent);
	let timer: NodeJS.Timeout | undefined;
	let turn: NodeJS.Immediate | undefined;
	const stopWaiting = () => {
		clearTimeout(timer);
		clearImmediate(turn);
	};

	const onData = (bytes: Buffer) => {
		stopWaiting();
		parser.feed(bytes);
		if (parser.timeoutMs > 0) {
			timer = setTimeout(() => {
				// Read pending input first: the process may have been busy past the timeout.
				turn = setImmediate(() => {
					parser.timeOut();
				});
			}, parser.timeoutMs);
		}
	};

	/** Discard partial input, such as half a key. */
	const reset = () => {
		stopWaiting();
		parser.reset();
	};

	return {
		start() {
			stdin.on('data', onData);
		},
		/** Leaves no timer behind. */
		stop() {
			stdin.off('data', onData).pause();
			reset();
		},
		reset,
	};
}
