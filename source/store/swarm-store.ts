import {overLimitUsd, type Finances} from '../money/budget.js';
import {cleanText} from '../protocol/clean-text.js';
import {claimTtlSeconds, type CostRole} from '../protocol/redis-keys.js';
import {match} from '../protocol/match.js';
import type {SharedContext} from '../protocol/shared-context.js';
import type {SwarmEvent} from '../swarm/swarm-event.js';
import {EventLog} from './event-log.js';
import {Findings} from './findings.js';
import {findProblems} from './find-problems.js';
import type {Link, Snapshot} from './snapshot.js';
import {Tasks} from './tasks.js';
import {isTaskEvent, newsOf, type TaskEvent} from './task-state.js';
import {Workers} from './workers.js';

const maxAgeMs = 1000;

/** These change nothing but ages, which are updated once a second anyway. A worker's note counts if it says something new. */
const quiet: ReadonlySet<SwarmEvent['type']> = new Set(['fresh', 'heartbeat', 'worker-note']);

/** The options of a store. */
export type StoreOptions = {
	/** Id of the model to compare with for savings. Default: `claude-sonnet-5-5`. */
	readonly baseline?: string;
	/** Now, in milliseconds since the epoch. */
	readonly nowMs: number;
};

/** Events in, one immutable snapshot out: `apply` takes events at any rate; `flush`, called on a clock, makes the next snapshot if anything changed. */
export class SwarmStore {
	readonly #baseline: string;
	readonly #tasks = new Tasks();
	readonly #workers = new Workers();
	readonly #findings = new Findings(this.#workers);
	readonly #log = new EventLog();
	readonly #listeners = new Set<() => void>();
	readonly #costs: Record<CostRole, number | null> = {haiku: null, sonnet: null, gemini: null};
	#budget: Finances['budget'] = null;
	#context: SharedContext | null = null;
	#link: Link;
	#freshAtMs: number | null = null;
	#scan: Snapshot['scan'] = null;
	/** The first scan finds what was there before: none of it is news. */
	#isFirstScan = true;
	#hasNews = false;
	#snapshot: Snapshot;

	constructor({baseline = 'claude-sonnet-5-5', nowMs}: StoreOptions) {
		this.#baseline = baseline;
		this.#link = {state: 'connecting', sinceMs: nowMs};
		this.#snapshot = this.#makeSnapshot(nowMs);
	}

	/** The newest snapshot. */
	get snapshot(): Snapshot {
		return this.#snapshot;
	}

	/** Call a listener for each new snapshot. @returns Unsubscribes it. */
	readonly subscribe = (listener: () => void): () => void => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Apply events. */
	apply(events: readonly SwarmEvent[], nowMs: number): void {
		for (const event of events) {
			this.#applyOne(event, nowMs);
			this.#hasNews ||= !quiet.has(event.type);
		}
	}

	/** Make the next snapshot and call the listeners, if anything changed or the last one is a second old: time alone changes states. @param isForced Make one in any case. Default: `false`. */
	flush(nowMs: number, isForced = false): void {
		if (!isForced && !this.#hasNews && nowMs - this.#snapshot.atMs < maxAgeMs) {
			return;
		}

		this.#hasNews = false;
		this.#snapshot = this.#makeSnapshot(nowMs);
		for (const listener of this.#listeners) {
			listener();
		}
	}

	#applyOne(event: SwarmEvent, nowMs: number): void {
		if (isTaskEvent(event)) {
			this.#applyTask(event, nowMs);
		} else if (event.type === 'finding') {
			this.#applyFinding(event, nowMs);
		} else {
			match('type', event, {
				'finding-gone': ({id}) => {
					this.#findings.remove(id, nowMs);
				},
				heartbeat: ({workerId, expiresAtMs}) => {
					this.#workers.beat(workerId, expiresAtMs);
				},
				'worker-note': ({workerId, note}) => {
					const isNews = this.#workers.describe(workerId, note);
					this.#hasNews ||= isNews;
				},
				cost: ({role, usd}) => {
					this.#costs[role] = usd;
				},
				budget: ({budget}) => {
					this.#budget = budget;
				},
				context: ({context}) => {
					this.#context = context;
				},
				archive: ({what, id}) => {
					this.#log.add('archive', () => ({kind: 'archive', what, id}), nowMs);
				},
				note: ({level, text}) => {
					this.#log.add(level, () => ({kind: level, text}), nowMs);
				},
				link: event => {
					this.#applyLink(event, nowMs);
				},
				fresh: () => {
					this.#freshAtMs = nowMs;
				},
				'scan-started': () => {
					this.#scan = {seen: 0, total: 0};
					this.#findings.beginScan();
					this.#tasks.beginScan();
				},
				'scan-progress': ({seen, total}) => {
					this.#scan = {seen, total};
				},
				'scan-finished': () => {
					this.#endScan(nowMs);
				},
			});
		}
	}

	#applyTask(event: TaskEvent, nowMs: number): void {
		const isNews = this.#tasks.apply(event, nowMs);
		if (event.type === 'claim' && event.workerId !== null && isNews) {
			// A claim from before we looked began when its 300 seconds did, unless it was renewed.
			const claimedAtMs = this.#isFirstScan && event.expiresAtMs !== null ? event.expiresAtMs - (claimTtlSeconds * 1000) : nowMs;
			this.#workers.worked(event.workerId, Math.min(claimedAtMs, nowMs));
		}

		const news = isNews && !this.#isFirstScan ? newsOf(event) : null;
		if (news) {
			this.#log.add(news.kind, () => news, nowMs);
		}
	}

	#applyFinding({finding, heardOnly, live}: Extract<SwarmEvent, {type: 'finding'}>, nowMs: number): void {
		if (this.#findings.put(finding, heardOnly, live, nowMs) && live) {
			this.#log.add('finding', () => ({
				kind: 'finding', findingId: finding.id, workerId: finding.workerId, result: finding.malformed ?? finding.result.line(80),
			}), nowMs);
		}
	}

	#applyLink(event: Extract<SwarmEvent, {type: 'link'}>, nowMs: number): void {
		const {state: before, sinceMs} = this.#link;
		this.#tasks.isLive &&= event.state === 'live';
		const since = {sinceMs: event.state === before ? sinceMs : nowMs};
		this.#link = event.state === 'live' ? {state: 'live', tier: event.tier, ...since} : {state: 'lost', reason: cleanText(event.reason), ...since};
		// Every failed attempt to reconnect reports the loss again.
		if (event.state !== before) {
			if (event.state === 'live' && this.#isFirstScan) {
				// Nothing has been read yet: an empty swarm must not look like a fact.
				this.#scan ??= {seen: 0, total: 0};
			}

			this.#log.add('link', () => event.state === 'live' ? {kind: 'link', tier: event.tier, lost: null} : {kind: 'link', lost: event.reason}, nowMs);
		}
	}

	#endScan(nowMs: number): void {
		this.#scan = null;
		if (this.#isFirstScan) {
			this.#tasks.learnDurations(this.#findings.durationsMs());
		}

		this.#isFirstScan = false;
		this.#tasks.isLive = true;
		this.#tasks.endScan(nowMs);
		this.#findings.endScan(nowMs);
	}

	#makeSnapshot(nowMs: number): Snapshot {
		this.#workers.judge(this.#tasks, nowMs);
		const tasks = this.#tasks.rows(nowMs, id => this.#workers.isLost(id));
		const workers = this.#workers.rows(this.#tasks);
		const cost = {
			haikuUsd: this.#costs.haiku,
			sonnetUsd: this.#costs.sonnet,
			geminiUsd: this.#costs.gemini,
			budget: this.#budget === null || this.#budget === 'unreadable' ? this.#budget : {...this.#budget, overUsd: overLimitUsd(this.#budget.limitUsd, this.#costs.haiku ?? 0)},
			...this.#findings.spending(nowMs),
		};
		const seen = {
			atMs: nowMs,
			link: this.#link,
			workers,
			tasks: {total: tasks.items.length + this.#tasks.unlisted, ...tasks},
			findings: this.#findings.summary(nowMs),
			cost,
		};
		return {
			...seen,
			freshAtMs: this.#freshAtMs,
			scan: this.#scan,
			savings: this.#findings.savings(this.#baseline, nowMs),
			context: this.#context,
			problems: findProblems(seen, this.#workers.allSilent),
			log: this.#log.entries(nowMs),
		};
	}
}
