import {keys, channels, swarmKeys} from '../protocol/keys.js';
import {defaultTimings, type Timings} from '../protocol/timings.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {Listener} from '../redis/listener.js';
import {loadScript} from '../redis/load-script.js';
import {findOpenTasks} from './open-tasks.js';
import {takeAway} from './actions/rescue.js';
import {inspectTasks, type Inspection} from './inspect-tasks.js';
import {StaleTaskTracker} from './stale-task-tracker.js';
import {suppressRepeats} from './suppress-repeats.js';

const leadScript = loadScript('lead-1');
const extendScript = loadScript('extend-1');
const sameTroubleMs = 60_000;
const rescanEveryMs = 600_000;
const mostFindings = 1000;
const mostOpen = 200_000;
const longestId = 512;
// A participant that heard an announcement of ours very late must still find the task claimed.
const guardMs = 3_600_000;

/** What a sweeper does, for a log. */
export type SweepEvent
	= | {readonly type: 'leads' | 'follows'}
		| {readonly type: 'announced'; readonly taskId: string}
		| {readonly type: 'rescued'; readonly taskId: string; readonly holder: string}
		| {readonly type: 'trouble'; readonly reason: string};

/** What a sweeper is made with. */
export type SweeperOptions = {
	/** For commands; may be shared. The sweeper does not close it. */
	readonly connection: Connection;
	/** Unique in the swarm. */
	readonly id: string;
	/** Default: those of the protocol. */
	readonly timings?: Timings;
	readonly onEvent?: (event: SweepEvent) => void;
};

/**
Sees to it that no task is forgotten. Of all sweepers of a swarm one *leads*, the others *follow* and take over when it is gone. The leader knows the open tasks by one scan and by what it hears, and looks at all of them every few seconds; what it then does about each, `StaleTaskTracker` decides.
*/
export class Sweeper {
	readonly #options: Required<SweeperOptions>;
	readonly #open = new Map<string, StaleTaskTracker>();
	/** Findings that were heard of since the last sweep, and when. */
	readonly #findings = new Map<string, number>();
	readonly #listener: Listener;
	readonly #stopWatching: () => void;
	readonly #ended = new AbortController();
	readonly #tellTrouble = suppressRepeats(reason => {
		this.#options.onEvent({type: 'trouble', reason});
	}, sameTroubleMs);

	#timer: NodeJS.Timeout | undefined;
	#sweeping: Promise<void> = Promise.resolve();
	#isLeader = false;
	#scannedAtMs = Number.NEGATIVE_INFINITY;
	#linkedAtMs = performance.now();

	/** Begins at once. */
	constructor(options: SweeperOptions) {
		this.#options = {timings: defaultTimings, onEvent: () => undefined, ...options};
		const {connection} = options;
		let lostAtMs: number | null = null;
		this.#stopWatching = connection.onLink(({kind}) => {
			const nowMs = performance.now();
			if (kind === 'down') {
				// Every attempt that fails tells the loss again.
				lostAtMs ??= nowMs;
				return;
			}

			if (nowMs - (lostAtMs ?? nowMs) > this.#options.timings.beatEveryMs) {
				// Beats may have run out meanwhile.
				this.#linkedAtMs = nowMs;
			}

			lostAtMs = null;
		});
		// Quiet as dashboards are: by a pattern, so that it does not count among those who execute tasks.
		this.#listener = new Listener({
			address: connection.address,
			arm: async client => client.psubscribe('channel:[tf]*'),
			onArmed: () => {
				// What was announced while nobody listened is found by a scan.
				this.#scannedAtMs = Number.NEGATIVE_INFINITY;
			},
			onLost: () => undefined,
			onMessage: (channel, payload) => {
				this.#hear(channel, String(payload));
			},
		});
		this.#next();
	}

	/** Stop sweeping, and let another lead at once. Never rejects. */
	async stop(): Promise<void> {
		this.#ended.abort(new Error('the sweeper was stopped'));
		clearTimeout(this.#timer);
		this.#listener.close();
		this.#stopWatching();
		await this.#sweeping;
		if (this.#isLeader) {
			// Whoever has taken over meanwhile says so again with the next sweep.
			await this.#options.connection.call('DEL', swarmKeys.sweeper).catch(() => undefined);
		}
	}

	#next(): void {
		this.#timer = setTimeout(() => {
			this.#sweeping = this.#sweep().then(() => {
				if (!this.#ended.signal.aborted) {
					this.#next();
				}
			});
		}, this.#options.timings.sweepEveryMs);
	}

	#hear(channel: string, id: string): void {
		if (id.length > longestId) {
			return;
		}

		if (channel === channels.findings) {
			this.#findings.set(id, Date.now());
			if (this.#findings.size > mostFindings) {
				// The oldest of those that were heard would leave the index anyway.
				this.#findings.delete(this.#findings.keys().next().value ?? id);
			}
		} else if (channel === channels.tasks && this.#open.size < mostOpen && !this.#open.has(id)) {
			this.#open.set(id, new StaleTaskTracker(this.#options.timings, performance.now()));
		}
	}

	async #sweep(): Promise<void> {
		const {connection, id, timings, onEvent} = this.#options;
		try {
			const isLeader = await connection.evaluate(leadScript, [swarmKeys.sweeper], [id, timings.leadershipMs]) === 1;
			if (isLeader !== this.#isLeader) {
				this.#isLeader = isLeader;
				this.#open.clear();
				this.#scannedAtMs = Number.NEGATIVE_INFINITY;
				onEvent({type: isLeader ? 'leads' : 'follows'});
			}

			if (!isLeader) {
				this.#open.clear();
				this.#findings.clear();
				return;
			}

			await this.#index();
			await this.#scan();
			for await (const [taskId, look] of inspectTasks(connection, [...this.#open.keys()], this.#ended.signal)) {
				await this.#act(taskId, look);
			}
		} catch (error) {
			// Whatever it was that broke off, the next sweep begins with a scan.
			this.#scannedAtMs = Number.NEGATIVE_INFINITY;
			if (!this.#ended.signal.aborted) {
				this.#tellTrouble(asError(error).message);
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

	/** Findings of others belong into the index too, and the oldest leave it: one call for all that were heard since the last sweep. */
	async #index(): Promise<void> {
		const {connection} = this.#options;
		const heard = [...this.#findings].flatMap(([id, atMs]) => [atMs, id]);
		this.#findings.clear();
		if (heard.length > 0) {
			await connection.call('ZADD', swarmKeys.findings, 'NX', ...heard).catch(() => undefined);
		}

		await connection.call('ZREMRANGEBYRANK', swarmKeys.findings, 0, -mostFindings - 1).catch(() => undefined);
	}

	async #act(id: string, look: Inspection): Promise<void> {
		const {connection, timings, onEvent} = this.#options;
		const patience = this.#open.get(id);
		const nowMs = performance.now();
		switch (patience?.judge(look, nowMs, nowMs - this.#linkedAtMs > timings.settleMs)) {
			case 'forget': {
				this.#open.delete(id);
				if (look === 'done' && patience.wasAnnounced) {
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
				const holder = String(look[0]);
				if (await takeAway(connection, id, holder) === 'rescued') {
					patience.wasAnnounced = true;
					onEvent({type: 'rescued', taskId: id, holder});
				}

				break;
			}

			case 'extend': {
				await connection.evaluate(extendScript, [keys.claim(id)], [String(look[0]), timings.claimTtlMs]);
				break;
			}

			default: {
				break;
			}
		}
	}
}
