/*
A client that hides nothing: it sends what it is told, and hands out what comes back as it came. Texts are strings of bytes (`latin1`).
*/
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {isMessage, parseReply, type RawReply} from './_raw-reply.js';

/** Commands as bytes of the protocol: arrays of bulk strings. */
export function encodeCommands(commands: ReadonlyArray<readonly string[]>): string {
	return commands.map(words => `*${words.length}\r\n${words.map(word => `$${word.length}\r\n${word}\r\n`).join('')}`).join('');
}

/** One connection. */
export class RawClient {
	/**
	Connect to a port of 127.0.0.1. Rejects when nobody listens.

	@param isStubborn Whether it keeps its own side open when the server closes. Default: `false`.
	*/
	static async connect(port: number, isStubborn = false): Promise<RawClient> {
		const socket = connect({port, host: '127.0.0.1', allowHalfOpen: isStubborn});
		socket.setNoDelay(true);
		await once(socket, 'connect');
		return new RawClient(socket);
	}

	/** All that has come, replies and messages, in order. */
	readonly received: RawReply[] = [];

	/** What came after the last whole reply. */
	get rest(): string {
		return this.#text.slice(this.#position);
	}

	/** Whether the connection has ended. */
	isClosed = false;

	readonly #socket: Socket;
	readonly #replies: RawReply[] = [];
	readonly #messages: RawReply[] = [];
	#text = '';
	#position = 0;
	#change: Promise<void>;
	#wake: (() => void) | undefined;

	private constructor(socket: Socket) {
		this.#socket = socket;
		this.#change = this.#nextChange();
		socket.setEncoding('latin1');
		socket.on('data', (text: string) => {
			this.#read(text);
			this.#announce();
		});
		// A connection that is cut off ends like any other.
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.isClosed = true;
			this.#announce();
		});
	}

	/** Send one command, and wait for its reply. */
	async send(...words: readonly string[]): Promise<RawReply> {
		this.write(encodeCommands([words]));
		return this.nextReply();
	}

	/** Send commands at once, and wait for one reply each. */
	async pipeline(commands: ReadonlyArray<readonly string[]>): Promise<readonly RawReply[]> {
		this.write(encodeCommands(commands));
		const replies: RawReply[] = [];
		while (replies.length < commands.length) {
			replies.push(await this.nextReply());
		}

		return replies;
	}

	/** Send these bytes. */
	write(text: string): void {
		this.#socket.write(text, 'latin1');
	}

	/** Send bytes, and wait until the operating system has taken them. Does not reject when the other side goes. */
	async writeAll(bytes: Buffer | string): Promise<void> {
		const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
		return new Promise(resolve => {
			// In a later turn, so that who writes until it is told of the end is told of it.
			this.#socket.write(buffer, () => {
				setImmediate(resolve);
			});
		});
	}

	/** The next reply. Rejects when the connection ends before. */
	async nextReply(): Promise<RawReply> {
		return this.#take(this.#replies, 'reply');
	}

	/** The next message that nobody asked for. Rejects when the connection ends before. */
	async nextMessage(): Promise<RawReply> {
		return this.#take(this.#messages, 'message');
	}

	/** Messages that came and were not yet taken. */
	takeMessages(): readonly RawReply[] {
		return this.#messages.splice(0);
	}

	/** Wait until the connection has ended. Returns all that came. */
	async ended(): Promise<readonly RawReply[]> {
		while (!this.isClosed) {
			await this.#change;
		}

		return this.received;
	}

	/** Read nothing more. That the connection has ended is then told by `writeAll` at most, which does not wait any longer. */
	pause(): void {
		this.#socket.pause();
	}

	/** Send nothing more. What was sent before is still answered. */
	end(): void {
		this.#socket.end();
	}

	/** End it at once. */
	destroy(): void {
		this.#socket.destroy();
	}

	#read(text: string): void {
		this.#text = this.#text.slice(this.#position) + text;
		this.#position = 0;
		for (;;) {
			const parsed = parseReply(this.#text, this.#position);
			if (!parsed) {
				return;
			}

			this.#position = parsed.end;
			this.received.push(parsed.reply);
			(isMessage(parsed.reply) ? this.#messages : this.#replies).push(parsed.reply);
		}
	}

	async #take(list: RawReply[], what: string): Promise<RawReply> {
		for (;;) {
			const next = list.shift();
			if (next) {
				return next;
			}

			if (this.isClosed) {
				throw new Error(`The connection ended before the ${what} came`);
			}

			await this.#change;
		}
	}

	#announce(): void {
		const wake = this.#wake;
		this.#change = this.#nextChange();
		wake?.();
	}

	async #nextChange(): Promise<void> {
		return new Promise(resolve => {
			this.#wake = resolve;
		});
	}
}
