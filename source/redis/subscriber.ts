import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {asError} from '../protocol/user-error.js';
import type {Address} from './address.js';
import {openSubscriber} from './connection.js';

const pingEveryMs = 10_000;
const pongWithinMs = 5000;

/** What a listener does and tells. */
export type SubscriberOptions = {
	readonly address: Address;
	/** RESP version. Default: 2. */
	readonly protocol?: 2 | 3;
	/** Subscribe on a connection that was just opened. Called after every reconnect. */
	readonly arm: (client: Redis) => Promise<unknown>;
	/** From now on no message is missed. Called after every `arm`. */
	readonly onArmed: () => void;
	/** The server refused what `arm` asked; the listener is closed. Without it, a refusal is a loss like any other. */
	readonly onRefused?: (reason: string) => void;
	/** Nothing is heard until the next `onArmed`. Called again for every attempt that fails. */
	readonly onLost: (reason: string) => void;
	/** A message came on a channel. `payload` is an array of keys, or `null`, on the channel of invalidations only. */
	readonly onMessage: (channel: string, payload: Buffer | readonly Buffer[] | null) => void;
};

/**
A connection that only listens, and opens itself again when it is lost or no longer answers.
*/
export class Subscriber {
	readonly #options: SubscriberOptions;
	readonly #client: Redis;
	#pinger: NodeJS.Timeout | undefined;
	#isClosed = false;

	constructor(options: SubscriberOptions) {
		this.#options = options;
		this.#client = openSubscriber(options.address, options.protocol ?? 2);
		let reason = 'the connection was closed';
		this.#client.on('error', (error: Error) => {
			reason = error.message;
		});
		this.#client.on('ready', () => {
			this.#arm().catch((error: unknown) => {
				reason = this.#fail(error);
			});
		});
		this.#client.on('close', () => {
			clearInterval(this.#pinger);
			if (!this.#isClosed) {
				options.onLost(reason);
			}
		});
		this.#client.on('messageBuffer', (channel: Buffer, payload: Buffer | readonly Buffer[] | null) => {
			this.#receive(channel, payload);
		});
		this.#client.on('pmessageBuffer', (_pattern: string, channel: Buffer, payload: Buffer) => {
			this.#receive(channel, payload);
		});
		this.#client.on('invalidate', (keys: readonly Buffer[] | null) => {
			this.#receive('__redis__:invalidate', keys);
		});
	}

	/** Stop listening. Nothing is told any more. */
	close(): void {
		this.#isClosed = true;
		clearInterval(this.#pinger);
		this.#client.disconnect();
	}

	/** Hear no more of a channel. After a reconnect it is up to `arm`. Never rejects: where the connection is broken, nothing is heard anyway. */
	async leave(channel: string): Promise<void> {
		await this.#client.unsubscribe(channel).catch(() => undefined);
	}

	async #arm(): Promise<void> {
		await this.#options.arm(this.#client);
		if (!this.#isClosed) {
			this.#keepAlive();
			this.#options.onArmed();
		}
	}

	#receive(channel: Buffer | string, payload: Buffer | readonly Buffer[] | null): void {
		if (!this.#isClosed) {
			this.#options.onMessage(channel.toString(), payload);
		}
	}

	/** Only a refusal by the server is final; a broken connection will be ready again. */
	#fail(thrown: unknown): string {
		const {name, message} = asError(thrown);
		if (name === 'ReplyError' && this.#options.onRefused && !this.#isClosed) {
			this.close();
			this.#options.onRefused(message);
		} else if (name === 'ReplyError') {
			// Connected, but deaf: try again as after a loss.
			this.#client.disconnect(true);
		}

		return message;
	}

	/** A half-open connection looks healthy for ever: ask now and then. */
	#keepAlive(): void {
		clearInterval(this.#pinger);
		this.#pinger = setInterval(() => {
			const deadline = setTimeout(() => {
				this.#client.disconnect(true);
			}, pongWithinMs);
			const done = () => {
				clearTimeout(deadline);
			};

			this.#client.ping().then(done, done);
		}, pingEveryMs);
	}
}
