import {Buffer} from 'node:buffer';
import {connect} from 'node:net';

/** A reply of RESP 2. */
export type Reply = string | number | null | readonly Reply[];

const cr = 13;
const types = {
	text: 43, error: 45, number: 58, bulk: 36, list: 42,
} as const;

/** Reads replies out of what a socket delivers, however it is cut. */
class ReplyReader {
	readonly #onReply: (reply: Reply) => void;
	#bytes: Buffer = Buffer.alloc(0);
	#at = 0;

	/** @param onReply Is told every reply. */
	constructor(onReply: (reply: Reply) => void) {
		this.#onReply = onReply;
	}

	/** Take what came. @throws When the server refuses a command. */
	take(bytes: Buffer): void {
		this.#bytes = this.#at === this.#bytes.length ? bytes : Buffer.concat([this.#bytes.subarray(this.#at), bytes]);
		this.#at = 0;
		for (;;) {
			const start = this.#at;
			const reply = this.#read();
			if (reply === undefined) {
				this.#at = start;
				return;
			}

			this.#onReply(reply);
		}
	}

	/** @returns `undefined` where it has not come whole. */
	#read(): Reply | undefined {
		const bytes = this.#bytes;
		const end = bytes.indexOf(cr, this.#at);
		if (end === -1 || end + 1 >= bytes.length) {
			return undefined;
		}

		const type = bytes[this.#at];
		const start = this.#at + 1;
		this.#at = end + 2;
		switch (type) {
			case types.text: {
				return bytes.toString('latin1', start, end);
			}

			case types.number: {
				return this.#number(start, end);
			}

			case types.bulk: {
				return this.#bulk(this.#number(start, end));
			}

			case types.list: {
				return this.#list(this.#number(start, end));
			}

			default: {
				throw new Error(`Redis refused: ${bytes.toString('latin1', start, end)}`);
			}
		}
	}

	#number(start: number, end: number): number {
		const isNegative = this.#bytes[start] === 45;
		let value = 0;
		for (let at = isNegative ? start + 1 : start; at < end; at++) {
			value = (value * 10) + this.#bytes[at]! - 48;
		}

		return isNegative ? -value : value;
	}

	#bulk(length: number): string | null | undefined {
		if (length === -1) {
			return null;
		}

		const start = this.#at;
		this.#at = start + length + 2;
		return this.#at > this.#bytes.length ? undefined : this.#bytes.toString('utf8', start, start + length);
	}

	#list(length: number): readonly Reply[] | null | undefined {
		if (length === -1) {
			return null;
		}

		const list: Reply[] = [];
		for (let index = 0; index < length; index++) {
			const item = this.#read();
			if (item === undefined) {
				return undefined;
			}

			list.push(item);
		}

		return list;
	}
}

/**
Connect to a server on 127.0.0.1.

@param onReply Is told every reply, in the order of the commands, and every message.
@returns How to send a command.
*/
export function openResp(port: number, onReply: (reply: Reply) => void): (command: readonly string[]) => void {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	const reader = new ReplyReader(onReply);
	socket.on('data', bytes => {
		reader.take(bytes);
	});
	return command => {
		socket.write(encode(command));
	};
}

function encode(command: readonly string[]): string {
	let text = `*${command.length}\r\n`;
	for (const part of command) {
		text += `$${Buffer.byteLength(part)}\r\n${part}\r\n`;
	}

	return text;
}
