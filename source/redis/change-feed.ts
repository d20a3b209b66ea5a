import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {keyText} from '../protocol/binary-keys.js';
import type {Address} from './address.js';
import {allowPushedInvalidations} from './pushed-invalidations.js';
import {Subscriber} from './subscriber.js';

/** How changes reach us, see `ChangeFeed`. */
export type FeedTier = 'tracking' | 'push' | 'notifications' | 'polling';

/** What a feed reports. */
export type ChangeFeedHandlers = {
	/** From now on no change is missed: read everything. Called again after every reconnect. */
	readonly onArmed: (tier: FeedTier) => void;
	/** These keys were written, deleted or have expired; `null`: any of them may have (the database was flushed). */
	readonly onKeys: (keys: readonly string[] | null) => void;
	readonly onMessage: (channel: string, payload: string) => void;
	/** Nothing is reported until the next `onArmed`. */
	readonly onLost: (reason: string) => void;
};

/** What to listen to. */
export type ChangeFeedOptions = {
	/** Key prefixes to watch. None may be a prefix of another. */
	readonly prefixes: readonly string[];
	readonly channels: readonly string[];
	/** A pattern that matches the channels. Tried first, because `PUBSUB NUMSUB`, which counts workers, ignores pattern subscribers. */
	readonly channelPattern: string;
};

const invalidations = '__redis__:invalidate';
const keyspace = '__keyspace@';

type Tier = {readonly name: FeedTier; readonly protocol: 2 | 3; arm(client: Redis, prefixes: readonly string[]): Promise<unknown>};

const trackingOf = (prefixes: readonly string[]) => ['BCAST', ...prefixes.flatMap(prefix => ['PREFIX', prefix])];

const tiers: readonly Tier[] = [
	{
		name: 'tracking',
		protocol: 2,
		async arm(client, prefixes) {
			// A subscribed RESP2 connection can no longer ask for its id.
			const id = await client.client('ID');
			return Promise.all([
				client.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, ...trackingOf(prefixes)),
				client.subscribe(invalidations),
			]);
		},
	},
	{
		name: 'push',
		protocol: 3,
		async arm(client, prefixes) {
			allowPushedInvalidations();
			return client.call('CLIENT', 'TRACKING', 'ON', ...trackingOf(prefixes));
		},
	},
	{
		name: 'notifications',
		protocol: 2,
		async arm(client, prefixes) {
			const [, flags = ''] = await client.call('CONFIG', 'GET', 'notify-keyspace-events') as string[];
			if (!flags.includes('K') || !/A|(?=.*g)(?=.*\$)(?=.*x)/.test(flags)) {
				throw Object.assign(new Error('keyspace notifications are off'), {name: 'ReplyError'});
			}

			return client.psubscribe(...prefixes.map(prefix => `${keyspace}*__:${prefix}*`));
		},
	},
	{name: 'polling', protocol: 2, arm: async () => undefined},
];

/**
Reports changes in the best way that the server allows:

- *tracking*: `CLIENT TRACKING … BCAST`, redirected to the same connection (RESP2), so that one reconnect re-arms all of it;
- *push*: the same in RESP3, for servers and users without `REDIRECT` or the channel of invalidations;
- *notifications*: keyspace notifications, if somebody has turned them on;
- *polling*: messages only; the caller must read known keys again and again.

When the server refuses a tier, the feed moves to the next one for good. A lost connection is reopened in the same tier.
*/
export class ChangeFeed {
	readonly #address: Address;
	readonly #options: ChangeFeedOptions;
	readonly #handlers: ChangeFeedHandlers;
	#subscriber: Subscriber;

	constructor(address: Address, options: ChangeFeedOptions, handlers: ChangeFeedHandlers) {
		this.#address = address;
		this.#options = options;
		this.#handlers = handlers;
		this.#subscriber = this.#open(tiers);
	}

	/** Stop. Nothing is reported afterwards. */
	close(): void {
		this.#subscriber.close();
	}

	#open([tier, ...worse]: readonly Tier[]): Subscriber {
		const {name, protocol, arm} = tier!;
		const isLast = worse.length === 0;
		return new Subscriber({
			address: this.#address,
			protocol,
			arm: async client => {
				await arm(client, this.#options.prefixes);
				// Users without access to the channels still poll.
				await this.#subscribe(client).catch((error: unknown) => {
					if (!isLast) {
						throw error;
					}
				});
			},
			onArmed: () => {
				this.#handlers.onArmed(name);
			},
			...(!isLast && {
				onRefused: () => {
					this.#subscriber = this.#open(worse);
				},
			}),
			onLost: this.#handlers.onLost,
			onMessage: (channel, payload) => {
				this.#receive(channel, payload);
			},
		});
	}

	/** Users with single channels in their ACL may not use a pattern. */
	async #subscribe(client: Redis): Promise<void> {
		const {channels, channelPattern} = this.#options;
		await client.psubscribe(channelPattern).catch(async () => client.subscribe(...channels));
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
}
