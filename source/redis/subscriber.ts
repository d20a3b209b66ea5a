import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {asError} from '../protocol/user-error.js';
import type {Address} from './address.js';
import {
	createClient, retryDelayMs, subscriberOptions, timeoutMs,
} from './ioredis-client.js';

const pingEveryMs = 10_000;

/** What a subscriber needs, and what it reports. */
export type SubscriberOptions = {
	readonly address: Address;
	/** RESP version. Default: 2. */
	readonly protocol?: 2 | 3;
	/** Subscribe on a new connection. Called after every reconnect. */
	readonly arm: (client: Redis) => Promise<unknown>;
	/** From now on no message is missed. Called after every `arm`. */
	readonly onArmed: () => void;
	/** The server refused what `arm` asked, and the subscriber is closed. Default: treat a refusal like a lost connection. */
	readonly onRefused?: () => void;
	/** Nothing is received until the next `onArmed`. Called again for every failed attempt. */
	readonly onLost: (reason: string) => void;
	/** `payload` is an array of keys or `null` only on the channel of invalidations. */
	readonly onMessage: (channel: string, payload: Buffer | readonly Buffer[] | null) => void;
};

/** A connection that only subscribes, and reopens itself when it is lost or stops answering. */
export class Subscriber {
	readonly #client: Redis;
	#pinger: NodeJS.Timeout | undefined;
	#isClosed = false;
	/** To reconnect, since it was armed last: a server that lets us in but refuses the subscription must not be asked without pause. */
	#attempts = 0;

	constructor(private readonly options: SubscriberOptions) {
		this.#client = openSubscriber(options.address, options.protocol ?? 2, () => ++this.#attempts);
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
		const receive = (channel: Buffer | string, payload: Buffer | readonly Buffer[] | null) => {
			if (!this.#isClosed) {
				options.onMessage(channel.toString(), payload);
			}
		};

		this.#client.on('messageBuffer', receive);
		this.#client.on('pmessageBuffer', (_pattern: string, channel: Buffer, payload: Buffer) => {
			receive(channel, payload);
		});
		this.#client.on('invalidate', (keys: readonly Buffer[] | null) => {
			receive('__redis__:invalidate', keys);
		});
	}

	/** Stop. Nothing is reported afterwards. */
	close(): void {
		this.#isClosed = true;
		clearInterval(this.#pinger);
		this.#client.disconnect();
	}

	/** Unsubscribe from a channel until the next `arm`. Never rejects: on a broken connection there is nothing to unsubscribe from. */
	async leave(channel: string): Promise<void> {
		await this.#client.unsubscribe(channel).catch(() => undefined);
	}

	async #arm(): Promise<void> {
		await this.options.arm(this.#client);
		this.#attempts = 0;
		if (!this.#isClosed) {
			this.#keepAlive();
			this.options.onArmed();
		}
	}

	/** Only a refusal by the server is final; a broken connection becomes ready again. */
	#fail(thrown: unknown): string {
		const {name, message} = asError(thrown);
		if (name === 'ReplyError' && this.options.onRefused && !this.#isClosed) {
			this.close();
			this.options.onRefused();
		} else if (name === 'ReplyError') {
			// Connected without a subscription: reconnect and try again.
			this.#client.disconnect(true);
		}

		return message;
	}

	/** A half-open connection looks healthy forever, so ping. */
	#keepAlive(): void {
		clearInterval(this.#pinger);
		this.#pinger = setInterval(() => {
			const deadline = setTimeout(() => {
				this.#client.disconnect(true);
			}, timeoutMs);
			void this.#client.ping().catch(() => undefined).then(() => {
				clearTimeout(deadline);
			});
		}, pingEveryMs);
	}
}

/** A client that connects at once and again after every loss, and prints nothing. It emits `end` when the server rejects our credentials. @param nextAttempt Numbers the attempts to reconnect, from 1: each waits longer. */
export function openSubscriber(address: Address, protocol: 2 | 3, nextAttempt: () => number): Redis {
	return createClient(subscriberOptions(address, protocol), () => retryDelayMs(nextAttempt())).redis;
}
