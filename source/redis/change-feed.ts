import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {keyText} from '../protocol/binary-keys.js';
import type {Address} from './address.js';
import {Subscriber} from './subscriber.js';
import {allowPushedInvalidations} from './pushed-invalidations.js';

/** How changes reach us, best first: see `ChangeFeed`. */
const feedTiers = ['tracking', 'push', 'notifications', 'polling'] as const;

/** One of `feedTiers`. */
export type FeedTier = (typeof feedTiers)[number];

/** What a feed tells. */
export type ChangeFeedHandlers = {
	/** From now on no change is missed: read everything. Called again after every reconnect. */
	readonly onArmed: (tier: FeedTier) => void;
	/** These keys were written, deleted or have expired; `null`: any of them may have (the database was flushed). */
	readonly onKeys: (keys: readonly string[] | null) => void;
	readonly onMessage: (channel: string, payload: string) => void;
	/** Nothing is heard until the next `onArmed`. */
	readonly onLost: (reason: string) => void;
};

/** What to listen to. */
export type ChangeFeedOptions = {
	/** Beginnings of keys whose changes are wanted. None may be the beginning of another. */
	readonly prefixes: readonly string[];
	readonly channels: readonly string[];
	/** A pattern that matches the channels. It is tried first: who listens by a pattern is not counted among a channel's subscribers, which are the workers. */
	readonly channelPattern: string;
};

const invalidations = '__redis__:invalidate';
const keyspace = '__keyspace@';

/**
Hears what changes, by the best way that the server allows:

- *tracking*: `CLIENT TRACKING … BCAST`, redirected to the same connection (RESP2), so that one reconnect arms all of it again;
- *push*: the same in RESP3, for servers and users without `REDIRECT` or the channel of invalidations;
- *notifications*: keyspace notifications, where somebody has already switched them on;
- *polling*: messages only; the caller has to read what it knows again and again.

A tier that the server refuses is left for the next one, for good. A lost connection is opened again in the same tier.
*/
export class ChangeFeed {
	readonly #address: Address;
	readonly #options: ChangeFeedOptions;
	readonly #handlers: ChangeFeedHandlers;
	#listener: Subscriber;

	constructor(address: Address, options: ChangeFeedOptions, handlers: ChangeFeedHandlers) {
		this.#address = address;
		this.#options = options;
		this.#handlers = handlers;
		this.#listener = this.#listen('tracking');
	}

	/** Stop listening. Nothing is told any more. */
	close(): void {
		this.#listener.close();
	}

	#listen(tier: FeedTier): Subscriber {
		if (tier === 'push') {
			allowPushedInvalidations();
		}

		const next = feedTiers[feedTiers.indexOf(tier) + 1];
		return new Subscriber({
			address: this.#address,
			protocol: tier === 'push' ? 3 : 2,
			arm: async client => this.#arm(client, tier),
			onArmed: () => {
				this.#handlers.onArmed(tier);
			},
			...(next && {
				onRefused: () => {
					this.#listener = this.#listen(next);
				},
			}),
			onLost: this.#handlers.onLost,
			onMessage: (channel, payload) => {
				this.#receive(channel, payload);
			},
		});
	}

	#receive(channel: string, payload: Buffer | readonly Buffer[] | null): void {
		if (channel === invalidations) {
			this.#handlers.onKeys(payload === null ? null : (payload as readonly Buffer[]).map(key => keyText(key)));
		} else if (channel.startsWith(keyspace)) {
			this.#handlers.onKeys([channel.slice(channel.indexOf(':') + 1)]);
		} else if (this.#options.channels.includes(channel)) {
			this.#handlers.onMessage(channel, keyText(payload as Buffer));
		}
	}

	async #arm(client: Redis, tier: FeedTier): Promise<void> {
		const {prefixes} = this.#options;
		const tracking = ['BCAST', ...prefixes.flatMap(prefix => ['PREFIX', prefix])];
		switch (tier) {
			case 'tracking': {
				// The id is asked before SUBSCRIBE: a RESP2 connection that listens may ask nothing any more.
				const id = await client.client('ID');
				await Promise.all([
					client.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, ...tracking),
					client.subscribe(invalidations),
				]);
				await this.#subscribe(client);
				break;
			}

			case 'push': {
				await client.call('CLIENT', 'TRACKING', 'ON', ...tracking);
				await this.#subscribe(client);
				break;
			}

			case 'notifications': {
				const [, flags = ''] = await client.call('CONFIG', 'GET', 'notify-keyspace-events') as string[];
				if (!flags.includes('K') || !(flags.includes('A') || (flags.includes('g') && flags.includes('$') && flags.includes('x')))) {
					throw Object.assign(new Error('keyspace notifications are not switched on'), {name: 'ReplyError'});
				}

				await client.psubscribe(...prefixes.map(prefix => `${keyspace}*__:${prefix}*`));
				await this.#subscribe(client);
				break;
			}

			case 'polling': {
				// A user may be kept from the channels as well: then what is read is all there is.
				await this.#subscribe(client).catch(() => undefined);
				break;
			}
		}
	}

	/** A user whose channels are listed one by one may not use a pattern. */
	async #subscribe(client: Redis): Promise<void> {
		const {channels, channelPattern} = this.#options;
		await client.psubscribe(channelPattern).catch(async () => client.subscribe(...channels));
	}
}
