import {setTimeout as delay} from 'node:timers/promises';
import {keys, channels, swarmKeys} from '../protocol/redis-keys.js';
import {defaultTimings, type Timings} from '../protocol/timings.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {Subscriber} from '../redis/subscriber.js';
import {loadScript} from '../redis/load-script.js';
import type {SweepEvent} from '../text/worker-events.js';
import {findOpenTasks, inspectTasks, type Inspection} from './open-tasks.js';
import {takeAway} from './actions/rescue.js';
import {StaleTaskTracker} from './stale-task-tracker.js';
import {suppressRepeats} from './suppress-repeats.js';

const leadScript = loadScript('lead-1');
const extendScript = loadScript('extend-1');
const repeatAfterMs = 60_000;
const rescanEveryMs = 600_000;
const maxFindings = 1000;
const maxOpen = 200_000;
const maxIdLength = 512;
// For so long, whoever hears one of our announcements late still finds the finished task claimed.
const guardMs = 3_600_000;

/** The options of a sweeper. */
export type SweeperOptions = {
	/** May be shared. The sweeper does not close it. */
	readonly connection: Connection;
	/** Unique in the swarm. */
	readonly id: string;
	/** Default: those of the protocol. */
	readonly timings?: Timings;
	readonly onEvent?: (event: SweepEvent) => void;
};

/**
Announces tasks again that nobody works on. One sweeper of a swarm *leads*; the others *follow*, and take over when it is gone. The leader learns the open tasks from one scan and from announcements, inspects all of them every few seconds, and does what `StaleTaskTracker` decides.
*/
export class Sweeper {
	readonly #options: Required<SweeperOptions>;
	readonly #open = new Map<string, StaleTaskTracker>();
	/** Findings announced since the last sweep, and when. */
	readonly #findings = new Map<string, number>();
	readonly #listener: Subscriber;
	readonly #stopWatching: () => void;
	readonly #ended = new AbortController();
	readonly #reportError = suppressRepeats(reason => {
		this.#options.onEvent({type: 'error', reason});
	}, repeatAfterMs);

	readonly #sweeping: Promise<void>;
	#isLeader = false;
	#scannedAtMs = Number.NEGATIVE_INFINITY;
	#linkedAtMs = performance.now();

	/** Starts at once. */
	constructor(options: SweeperOptions) {
		this.#options = {timings: defaultTimings, onEvent: () => undefined, ...options};
		const {connection} = options;
		let lostAtMs: number | null = null;
		this.#stopWatching = connection.onLink(({kind}) => {
			const nowMs = performance.now();
			if (kind === 'down') {
				// Every failed attempt to reconnect reports the loss again.
				lostAtMs ??= nowMs;
				return;
			}

			if (nowMs - (lostAtMs ?? nowMs) > this.#options.timings.beatEveryMs) {
				// Heartbeats may have expired meanwhile.
				this.#linkedAtMs = nowMs;
			}

			lostAtMs = null;
		});
		// By a pattern, as dashboards do, so that `PUBSUB NUMSUB` counts only workers.
		this.#listener = new Subscriber({
			address: connection.address,
			arm: async client => client.psubscribe('channel:[tf]*'),
			onArmed: () => {
				// A scan finds what was announced meanwhile.
				this.#scannedAtMs = Number.NEGATIVE_INFINITY;
			},
			onLost: () => undefined,
			onMessage: (channel, payload) => {
				this.#hear(channel, String(payload));
			},
		});
		this.#sweeping = this.#run();
	}

	/** Stop, and let another sweeper lead at once. Never rejects. */
	async stop(): Promise<void> {
		this.#ended.abort(new Error('the sweeper was stopped'));
		this.#listener.close();
		this.#stopWatching();
		await this.#sweeping;
		if (this.#isLeader) {
			// A sweeper that took over meanwhile renews its leadership with its next sweep.
			await this.#options.connection.call('DEL', swarmKeys.sweeper).catch(() => undefined);
		}
	}

	async #run(): Promise<void> {
		const {signal} = this.#ended;
		while (await delay(this.#options.timings.sweepEveryMs, true, {signal}).catch(() => false)) {
			await this.#sweep();
		}
	}

	#hear(channel: string, id: string): void {
		if (id.length > maxIdLength) {
			return;
		}

		if (channel === channels.findings) {
			this.#findings.set(id, Date.now());
			if (this.#findings.size > maxFindings) {
				// The oldest would leave the index anyway.
				this.#findings.delete(this.#findings.keys().next().value ?? id);
			}
		} else if (channel === channels.tasks && this.#open.size < maxOpen && !this.#open.has(id)) {
			this.#open.set(id, new StaleTaskTracker(this.#options.timings, performance.now()));
		}
	}

	async #sweep(): Promise<void> {
		const {connection, id, timings, onEvent} = this.#options;
		try {
			const isLeader = await connection.evaluate(leadScript, [swarmKeys.sweeper], [id, timings.leadershipMs]) === 1;
			if (isLeader !== this.#isLeader) {
				this.#isLeader = isLeader;
				onEvent({type: isLeader ? 'leads' : 'follows'});
			}

			if (!isLeader) {
				this.#open.clear();
				this.#findings.clear();
				this.#scannedAtMs = Number.NEGATIVE_INFINITY;
				return;
			}

			await this.#index();
			await this.#scan();
			for await (const [taskId, inspection] of inspectTasks(connection, [...this.#open.keys()], this.#ended.signal)) {
				await this.#act(taskId, inspection);
			}
		} catch (error) {
			// Whatever failed, the next sweep begins with a scan.
			this.#scannedAtMs = Number.NEGATIVE_INFINITY;
			if (!this.#ended.signal.aborted) {
				this.#reportError(asError(error).message);
			}
		}
	}

	async #scan(): Promise<void> {
		const nowMs = performance.now();
		if (nowMs - this.#scannedAtMs < rescanEveryMs) {
			return;
		}

		this.#scannedAtMs = nowMs;
		const {connection, timings} = this.#options;
		const {waiting, claimed} = await findOpenTasks(connection, this.#ended.signal);
		for (const id of [...waiting, ...claimed]) {
			if (!this.#open.has(id)) {
				this.#open.set(id, new StaleTaskTracker(timings, nowMs));
			}
		}
	}

	/** Add the findings of foreign workers to the index, and drop the oldest. */
	async #index(): Promise<void> {
		const {connection} = this.#options;
		const heard = [...this.#findings].flatMap(([id, atMs]) => [atMs, id]);
		this.#findings.clear();
		if (heard.length > 0) {
			await connection.call('ZADD', swarmKeys.findings, 'NX', ...heard).catch(() => undefined);
		}

		await connection.call('ZREMRANGEBYRANK', swarmKeys.findings, 0, -maxFindings - 1).catch(() => undefined);
	}

	async #act(id: string, inspection: Inspection): Promise<void> {
		const {connection, timings, onEvent} = this.#options;
		const tracker = this.#open.get(id);
		const nowMs = performance.now();
		switch (tracker?.judge(inspection, nowMs, nowMs - this.#linkedAtMs > timings.settleMs)) {
			case 'forget': {
				this.#open.delete(id);
				if (inspection === 'done' && tracker.wasAnnounced) {
					await connection.call('SET', keys.claim(id), this.#options.id, 'PX', guardMs, 'NX');
					await connection.call('PEXPIRE', keys.claim(id), guardMs);
				}

				break;
			}

			case 'announce': {
				await connection.call('PUBLISH', channels.tasks, id);
				onEvent({type: 'announced', taskId: id});
				break;
			}

			case 'rescue': {
				const holder = String(inspection[0]);
				if (await takeAway(connection, id, holder) === 'rescued') {
					tracker.wasAnnounced = true;
					onEvent({type: 'rescued', taskId: id, holder});
				}

				break;
			}

			case 'extend': {
				await connection.evaluate(extendScript, [keys.claim(id)], [String(inspection[0]), timings.claimTtlMs]);
				break;
			}

			default: {
				break;
			}
		}
	}
}
