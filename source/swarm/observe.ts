import {setTimeout as delay} from 'node:timers/promises';
import {
	channels, costRoles, keys, swarmKeys, trackedPrefixes,
} from '../protocol/keys.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {Feed, type FeedTier} from '../redis/feed.js';
import {PendingFindings, findingKeys} from './pending-findings.js';
import type {SwarmEvent} from './swarm-event.js';
import {readKeys} from './read-keys.js';
import {scanSwarm} from './scan-keys.js';
import {RecheckSchedule} from './recheck-schedule.js';

const drainEveryMs = 100;
const scanLookEveryMs = 200;
// Until everything was read for the first time somebody waits for it.
const firstScanLookEveryMs = 20;
const tickEveryMs = 1000;
const rescanEveryMs = 600_000;
const firstScanDuty = 0.9;
const rescanDuty = 0.1;
const keysPerRound = 2000;
// An id is as long as its writer likes; what is longer than this is no id.
const longestId = 16_384;

/** What `observe` needs. */
export type ObserveOptions = {
	readonly connection: Connection;
	/** Whether findings are read as well, which takes long where there are many. Default: `true`. */
	readonly withFindings?: boolean;
	/** Ends the observation. */
	readonly signal: AbortSignal;
	/** Gets the events, in order, in batches. Must not throw. */
	readonly onEvents: (events: readonly SwarmEvent[]) => void;
};

/**
Watches a swarm and tells what is in Redis: first everything, then every change.

It is always in one of three states. *Waiting*: there is no feed; what was told stays as it is, and `link lost` was told. *Reading*: the feed is armed (so that no change is missed from here on) and everything is being read; changes are told meanwhile. *Following*: everything has been read; keys that the feed names are read 100 ms later, many at once; keys that expire are looked at on a clock; and every ten minutes everything is read again, slowly, so that a lost message cannot leave a lie for ever. A lost link leads from anywhere to Waiting, an armed feed from Waiting to Reading.

Resolves when the signal is aborted; never rejects.
*/
export async function observe(options: ObserveOptions): Promise<void> {
	const {signal} = options;
	const observer = new Observer(options);
	const feed = new Feed(options.connection.address, {prefixes: trackedPrefixes, channels: Object.values(channels), channelPattern: 'channel:*'}, observer);
	try {
		await Promise.all([observer.drainLoop(), observer.tickLoop(), observer.scanLoop()]);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		feed.close();
	}
}

class Observer {
	readonly #connection: Connection;
	readonly #signal: AbortSignal;
	readonly #emit: ObserveOptions['onEvents'];
	readonly #withFindings: boolean;
	readonly #watchlist = new RecheckSchedule();
	readonly #announcements = new PendingFindings();
	readonly #dirty = new Set<string>();
	#armed: FeedTier | null = null;
	#readFails: string | null = null;
	#scanAbort = new AbortController();
	#isScanWanted = false;
	#nextScanMs = Number.POSITIVE_INFINITY;
	#lastFreshMs = 0;

	constructor({connection, signal, onEvents, withFindings = true}: ObserveOptions) {
		this.#withFindings = withFindings;
		this.#connection = connection;
		this.#signal = signal;
		this.#emit = onEvents;
	}

	onArmed = (tier: FeedTier): void => {
		this.#armed = tier;
		this.#watchlist.polling = tier === 'polling';
		this.#tell([{type: 'link', state: 'live', tier}]);
		this.#rescan();
	};

	onLost = (reason: string): void => {
		this.#armed = null;
		this.#scanAbort.abort();
		this.#tell([{type: 'link', state: 'lost', reason}]);
	};

	onKeys = (changed: readonly string[] | null): void => {
		if (changed === null) {
			this.#rescan();
			return;
		}

		for (const key of changed) {
			this.#dirty.add(key);
		}
	};

	onMessage = (channel: string, payload: string): void => {
		const id = payload.slice(0, longestId);
		switch (channel) {
			case channels.tasks: {
				this.#tell([{type: 'announced', id}]);
				this.onKeys([keys.task(id), keys.claim(id), keys.result(id)]);
				break;
			}

			case channels.findings: {
				this.onKeys(this.#announcements.hear(payload, Date.now()));
				break;
			}

			case channels.completions: {
				this.#tell([{type: 'completed', id}]);
				this.onKeys([keys.result(id)]);
				break;
			}

			default: {
				this.#tell([{type: 'archive', what: channel === channels.queries ? 'query' : 'response', id}]);
			}
		}
	};

	/** Read what the feed named, many keys at once. */
	async drainLoop(): Promise<void> {
		for (;;) {
			await delay(drainEveryMs, undefined, {signal: this.#signal});
			while (this.#dirty.size > 0 && this.#armed) {
				const round = firstOf(this.#dirty, keysPerRound);
				for (const key of round) {
					this.#dirty.delete(key);
				}

				if (!await this.#read(round, true)) {
					this.onKeys(round);
					break;
				}
			}
		}
	}

	/** Look at what is due by the clock, and ask the server whether it is still there. */
	async tickLoop(): Promise<void> {
		for (;;) {
			await delay(tickEveryMs, undefined, {signal: this.#signal});
			const nowMs = Date.now();
			if (!this.#armed) {
				continue;
			}

			this.onKeys(this.#watchlist.due(nowMs));
			this.onKeys(findingKeys(this.#announcements.unseen(nowMs, false)));
			const overdue = this.#announcements.unseen(nowMs, true);
			if (overdue.length > 0 && await this.#read(findingKeys(overdue), true)) {
				this.#tell(this.#announcements.giveUp(overdue));
			}

			if (nowMs - this.#lastFreshMs >= tickEveryMs) {
				await this.#attempt(async () => this.#connection.call('PING'));
			}
		}
	}

	/** Read everything whenever that is wanted, and every ten minutes. */
	async scanLoop(): Promise<void> {
		for (;;) {
			await delay(this.#nextScanMs === Number.POSITIVE_INFINITY ? firstScanLookEveryMs : scanLookEveryMs, undefined, {signal: this.#signal});
			const isDue = Date.now() >= this.#nextScanMs;
			// The other connection may come back a moment later than the feed.
			if (this.#armed && this.#connection.link.kind === 'up' && (this.#isScanWanted || isDue)) {
				const duty = this.#isScanWanted ? firstScanDuty : rescanDuty;
				this.#isScanWanted = false;
				this.#nextScanMs = Date.now() + rescanEveryMs;
				this.#scanAbort = new AbortController();
				await this.#scanOnce(duty);
			}
		}
	}

	#rescan(): void {
		this.#scanAbort.abort();
		// A scan shows what is there, not what is gone.
		this.#watchlist.lookAgain();
		this.#isScanWanted = true;
	}

	async #scanOnce(duty: number): Promise<void> {
		const signal = AbortSignal.any([this.#signal, this.#scanAbort.signal]);
		this.#tell([{type: 'scan-started'}]);
		const isDone = await this.#attempt(async () => {
			// Written once and then left alone: a scan of a large database would come to them late.
			await this.#read([...costRoles.map(role => keys.cost(role)), keys.context, swarmKeys.budget], false);
			await scanSwarm(this.#connection, {
				signal,
				duty,
				withFindings: this.#withFindings,
				onKeys: async found => {
					await this.#read(found, false);
					signal.throwIfAborted();
				},
				onProgress: (seen, total) => {
					this.#tell([{type: 'scan-progress', seen, total}]);
				},
			});
		});
		if (isDone) {
			this.#tell([{type: 'scan-finished'}]);
		} else if (!signal.aborted) {
			// The request connection failed alone: try again in a moment.
			await delay(tickEveryMs, undefined, {signal: this.#signal});
			this.#rescan();
		}
	}

	async #read(found: readonly string[], live: boolean): Promise<boolean> {
		return this.#attempt(async () => {
			const events = await readKeys(this.#connection, found, live);
			const nowMs = Date.now();
			for (const event of events) {
				this.#watchlist.learn(event, nowMs);
				if (event.type === 'finding') {
					this.#announcements.settle(event.finding.id);
				}
			}

			this.#tell(events);
		});
	}

	/** Ask the server something. What fails shows on the link, and shows again when it works again. */
	async #attempt(ask: () => Promise<unknown>): Promise<boolean> {
		try {
			await ask();
		} catch (error) {
			const {message, name} = asError(error);
			if (name !== 'AbortError' && !this.#signal.aborted) {
				this.#readFails = message;
				this.#tell([{type: 'link', state: 'lost', reason: message}]);
			}

			return false;
		}

		this.#lastFreshMs = Date.now();
		const repaired: readonly SwarmEvent[] = this.#readFails !== null && this.#armed ? [{type: 'link', state: 'live', tier: this.#armed}] : [];
		this.#readFails = null;
		this.#tell([{type: 'fresh'}, ...repaired]);
		return true;
	}

	#tell(events: readonly SwarmEvent[]): void {
		if (events.length > 0 && !this.#signal.aborted) {
			this.#emit(events);
		}
	}
}

function firstOf(keys: Iterable<string>, count: number): readonly string[] {
	const first: string[] = [];
	for (const key of keys) {
		if (first.length === count) {
			break;
		}

		first.push(key);
	}

	return first;
}
