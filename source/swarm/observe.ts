import {setTimeout as delay} from 'node:timers/promises';
import {
	channels, costRoles, keys, swarmKeys,
} from '../protocol/redis-keys.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {followChanges, type FeedTier} from '../redis/change-feed.js';
import {PendingFindings, findingKeys} from './pending-findings.js';
import type {SwarmEvent} from './swarm-event.js';
import {readKeys} from './read-keys.js';
import {scanSwarm} from './scan-keys.js';
import {RecheckSchedule} from './recheck-schedule.js';

const drainEveryMs = 100;
const scanLookEveryMs = 200;
// Somebody waits for the first scan.
const firstScanLookEveryMs = 20;
const tickEveryMs = 1000;
const rescanEveryMs = 600_000;
const firstScanDuty = 0.9;
const rescanDuty = 0.1;
const keysPerRound = 2000;
// Anything longer is not an id.
const maxIdLength = 16_384;

/** The options of `observe`. */
export type ObserveOptions = {
	readonly connection: Connection;
	/** Whether to read findings, which takes long if there are many. Default: `true`. */
	readonly withFindings?: boolean;
	/** Ends the observation. */
	readonly signal: AbortSignal;
	/** Called with the events, in order, in batches. Must not throw. */
	readonly onEvents: (events: readonly SwarmEvent[]) => void;
};

/**
Observe a swarm: report everything that is in Redis, then every change.

It is in one of three states. *Waiting*: there is no feed of changes, and `link lost` was reported. *Reading*: the feed is on, so that no change is missed, and everything is being read. *Following*: everything has been read; changed keys are read in batches every 100 ms, keys that expire on a clock, and everything again every ten minutes, slowly, so that a lost message does no lasting harm. A lost connection leads from anywhere to Waiting, a feed from Waiting to Reading.

Resolves when the signal is aborted; never rejects.
*/
export async function observe(options: ObserveOptions): Promise<void> {
	const {signal} = options;
	const observer = new Observer(options);
	const stopFollowing = followChanges(options.connection.address, observer);
	try {
		await Promise.all([observer.drainLoop(), observer.tickLoop(), observer.scanLoop()]);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		stopFollowing();
	}
}

/** What a message on another channel than that of findings reports, and the keys that it may be about. */
const messages: Readonly<Record<string, (id: string) => readonly [event: SwarmEvent, ...keys: readonly string[]]>> = {
	[channels.tasks]: id => [{type: 'announced', id}, keys.task(id), keys.claim(id), keys.result(id)],
	[channels.completions]: id => [{type: 'completed', id}, keys.result(id)],
	[channels.queries]: id => [{type: 'archive', what: 'query', id}],
	[channels.responses]: id => [{type: 'archive', what: 'response', id}],
};

class Observer {
	readonly #watchlist = new RecheckSchedule();
	readonly #announcements = new PendingFindings();
	readonly #dirty = new Set<string>();
	#armed: FeedTier | null = null;
	#readFails: string | null = null;
	#scanAbort = new AbortController();
	#isScanWanted = false;
	#nextScanMs = Number.POSITIVE_INFINITY;
	#lastFreshMs = 0;

	constructor(private readonly options: ObserveOptions) {}

	onArmed = (tier: FeedTier): void => {
		this.#armed = tier;
		this.#watchlist.polling = tier === 'polling';
		this.#report([{type: 'link', state: 'live', tier}]);
		this.#rescan();
	};

	onLost = (reason: string): void => {
		this.#armed = null;
		this.#scanAbort.abort();
		this.#report([{type: 'link', state: 'lost', reason}]);
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
		if (channel === channels.findings) {
			this.onKeys(this.#announcements.hear(payload, Date.now()));
			return;
		}

		const [event, ...changed] = messages[channel]!(payload.slice(0, maxIdLength));
		this.#report([event]);
		this.onKeys(changed);
	};

	/** Read changed keys in batches. */
	async drainLoop(): Promise<void> {
		for (;;) {
			await delay(drainEveryMs, undefined, {signal: this.options.signal});
			while (this.#dirty.size > 0 && this.#armed) {
				const round = [...this.#dirty].slice(0, keysPerRound);
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

	/** Read the keys that are due, and check that the server answers. */
	async tickLoop(): Promise<void> {
		for (;;) {
			await delay(tickEveryMs, undefined, {signal: this.options.signal});
			const nowMs = Date.now();
			if (!this.#armed) {
				continue;
			}

			this.onKeys(this.#watchlist.due(nowMs));
			this.onKeys(findingKeys(this.#announcements.unseen(nowMs, false)));
			const overdue = this.#announcements.unseen(nowMs, true);
			if (overdue.length > 0 && await this.#read(findingKeys(overdue), true)) {
				this.#report(this.#announcements.giveUp(overdue));
			}

			if (nowMs - this.#lastFreshMs >= tickEveryMs) {
				await this.#attempt(async () => this.options.connection.call('PING'));
			}
		}
	}

	/** Read everything when needed, and every ten minutes. */
	async scanLoop(): Promise<void> {
		for (;;) {
			await delay(this.#nextScanMs === Number.POSITIVE_INFINITY ? firstScanLookEveryMs : scanLookEveryMs, undefined, {signal: this.options.signal});
			const isDue = Date.now() >= this.#nextScanMs;
			// The connection for commands may come back later than the feed.
			if (this.#armed && this.options.connection.link.kind === 'up' && (this.#isScanWanted || isDue)) {
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
		// A scan finds what is there, not what is gone.
		this.#watchlist.recheckAll();
		this.#isScanWanted = true;
	}

	async #scanOnce(duty: number): Promise<void> {
		const signal = AbortSignal.any([this.options.signal, this.#scanAbort.signal]);
		this.#report([{type: 'scan-started'}]);
		const isDone = await this.#attempt(async () => {
			// A scan of a large database might reach these few keys late.
			await this.#read([...costRoles.map(role => keys.cost(role)), keys.context, swarmKeys.budget], false);
			for await (const {found, seen, total} of scanSwarm(this.options.connection, {signal, duty, withFindings: this.options.withFindings ?? true})) {
				await this.#read(found, false);
				signal.throwIfAborted();
				this.#report([{type: 'scan-progress', seen, total}]);
			}
		});
		if (isDone) {
			this.#report([{type: 'scan-finished'}]);
		} else if (!signal.aborted) {
			// Only the connection for commands failed: try again in a moment.
			await delay(tickEveryMs, undefined, {signal: this.options.signal});
			this.#rescan();
		}
	}

	async #read(found: readonly string[], live: boolean): Promise<boolean> {
		return this.#attempt(async () => {
			const events = await readKeys(this.options.connection, found, live);
			const nowMs = Date.now();
			for (const event of events) {
				this.#watchlist.learn(event, nowMs);
				if (event.type === 'finding') {
					this.#announcements.settle(event.finding.id);
				}
			}

			this.#report(events);
		});
	}

	/** Send a command. A failure is reported as a lost link, and its end as a live one. */
	async #attempt(ask: () => Promise<unknown>): Promise<boolean> {
		try {
			await ask();
		} catch (error) {
			const {message, name} = asError(error);
			if (name !== 'AbortError' && !this.options.signal.aborted) {
				this.#readFails = message;
				this.#report([{type: 'link', state: 'lost', reason: message}]);
			}

			return false;
		}

		this.#lastFreshMs = Date.now();
		const repaired: readonly SwarmEvent[] = this.#readFails !== null && this.#armed ? [{type: 'link', state: 'live', tier: this.#armed}] : [];
		this.#readFails = null;
		this.#report([{type: 'fresh'}, ...repaired]);
		return true;
	}

	#report(events: readonly SwarmEvent[]): void {
		if (events.length > 0 && !this.options.signal.aborted) {
			this.options.onEvents(events);
		}
	}
}
