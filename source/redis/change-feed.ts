import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {keyText} from '../protocol/binary-keys.js';
import {channels, trackedPrefixes} from '../protocol/redis-keys.js';
import type {Address} from './address.js';
import {allowPushedInvalidations} from './pushed-invalidations.js';
import {Subscriber} from './subscriber.js';

/** How changes reach us, see `followChanges`. */
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

const invalidations = '__redis__:invalidate';
const keyspace = '__keyspace@';
const channelNames: readonly string[] = Object.values(channels);

type Tier = {readonly name: FeedTier; readonly protocol: 2 | 3; arm(client: Redis): Promise<unknown>};

const tracking = ['BCAST', ...trackedPrefixes.flatMap(prefix => ['PREFIX', prefix])];

const tiers: readonly Tier[] = [
	{
		name: 'tracking',
		protocol: 2,
		async arm(client) {
			// A subscribed RESP2 connection can no longer ask for its id.
			const id = await client.client('ID');
			return Promise.all([
				client.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, ...tracking),
				client.subscribe(invalidations),
			]);
		},
	},
	{
		name: 'push',
		protocol: 3,
		async arm(client) {
			allowPushedInvalidations();
			return client.call('CLIENT', 'TRACKING', 'ON', ...tracking);
		},
	},
	{
		name: 'notifications',
		protocol: 2,
		async arm(client) {
			const [, flags = ''] = await client.call('CONFIG', 'GET', 'notify-keyspace-events') as string[];
			if (!flags.includes('K') || !/A|(?=.*g)(?=.*\$)(?=.*x)/.test(flags)) {
				throw Object.assign(new Error('keyspace notifications are off'), {name: 'ReplyError'});
			}

			return client.psubscribe(...trackedPrefixes.map(prefix => `${keyspace}*__:${prefix}*`));
		},
	},
	{name: 'polling', protocol: 2, arm: async () => undefined},
];

/**
Report changes in the best way that the server allows:

- *tracking*: `CLIENT TRACKING … BCAST`, redirected to the same connection (RESP2), so that one reconnect re-arms all of it;
- *push*: the same in RESP3, for servers and users without `REDIRECT` or the channel of invalidations;
- *notifications*: keyspace notifications, if somebody has turned them on;
- *polling*: messages only; the caller must read known keys again and again.

When the server refuses a tier, the feed moves to the next one for good. A lost connection is reopened in the same tier.

@returns A function that ends it. Nothing is reported afterwards.
*/
export function followChanges(address: Address, handlers: ChangeFeedHandlers, [tier, ...worse]: readonly Tier[] = tiers): () => void {
	const {name, protocol, arm} = tier!;
	const isLast = worse.length === 0;
	const subscriber = new Subscriber({
		address,
		protocol,
		async arm(client) {
			await arm(client);
			// A pattern, because `PUBSUB NUMSUB`, which counts workers, ignores pattern subscribers. Users with single channels in their ACL may not use it; users without access to them still poll.
			await client.psubscribe('channel:*').catch(async () => client.subscribe(...channelNames)).catch((error: unknown) => {
				if (!isLast) {
					throw error;
				}
			});
		},
		onArmed() {
			handlers.onArmed(name);
		},
		...(!isLast && {
			onRefused() {
				close = followChanges(address, handlers, worse);
			},
		}),
		onLost: handlers.onLost,
		onMessage(channel, payload) {
			if (channel === invalidations) {
				handlers.onKeys(payload === null ? null : (payload as readonly Buffer[]).map(key => keyText(key)));
			} else if (channel.startsWith(keyspace)) {
				handlers.onKeys([channel.slice(channel.indexOf(':') + 1)]);
			} else if (channelNames.includes(channel)) {
				handlers.onMessage(channel, keyText(payload as Buffer));
			}
		},
	});
	let close = () => {
		subscriber.close();
	};

	return () => {
		close();
	};
}
