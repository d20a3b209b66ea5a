import {savings, type Savings} from '../money/savings.js';
import {addTally, emptyTally, tallyOf} from '../money/tally.js';
import type {Finding} from '../protocol/finding.js';
import {CompactFindings, type Entry} from './compact-findings.js';
import {NewestFindings} from './newest-findings.js';
import {EventsPerSecond} from './events-per-second.js';
import type {Snapshot} from './snapshot.js';
import {SpendTotals} from './spend-totals.js';
import type {Workers} from './workers.js';

const keptFindings = 1000;
const rateSeconds = 60;

/** All findings: the newest in full, and exact totals over all, also after one is overwritten or deleted. */
export class Findings {
	readonly #ledger = new CompactFindings();
	readonly #newest = new NewestFindings(keptFindings);
	readonly #spend = new SpendTotals();
	readonly #rate = new EventsPerSecond(rateSeconds);
	#tally = emptyTally;
	#total = 0;
	#malformed = 0;
	#simulated = 0;

	/** @param workers Get the credit for their findings. */
	constructor(private readonly workers: Workers) {}

	/**
	Add or replace a finding.

	@param heardOnly It was published, but is under no key.
	@param live It was not found by a scan: if it is new, it was written now.
	@returns Whether it is new.
	*/
	put(finding: Finding, heardOnly: boolean, live: boolean, nowMs: number): boolean {
		const {before, after} = this.#ledger.put(finding, heardOnly);
		if (before) {
			this.#count(before, -1, nowMs);
		}

		this.#count(after, 1, nowMs);
		const statedMs = Math.min(finding.atMs ?? 0, nowMs);
		const writtenMs = live ? nowMs : statedMs;
		this.#newest.add(finding, before ? statedMs : writtenMs);
		if (finding.workerId !== null && writtenMs > 0) {
			this.workers.worked(finding.workerId, writtenMs);
		}

		if (!before) {
			this.#spend.paid(after.simulated ? 0 : after.costUsd ?? 0, writtenMs, nowMs);
			this.#rate.add(live ? 1 : 0, nowMs);
		}

		return before === null;
	}

	/** A finding was deleted. */
	remove(id: string, nowMs: number): void {
		const entry = this.#ledger.remove(id);
		if (entry) {
			this.#count(entry, -1, nowMs);
			this.#newest.remove(candidate => candidate === id);
		}
	}

	/** A scan begins: what is not `put` before `endScan` is gone. */
	beginScan(): void {
		this.#ledger.beginScan();
	}

	/** The scan has found everything. */
	endScan(nowMs: number): void {
		const gone = this.#ledger.endScan();
		for (const entry of gone) {
			this.#count(entry, -1, nowMs);
		}

		if (gone.length > 0) {
			this.#newest.remove(id => !this.#ledger.has(id));
		}
	}

	/** Counts and the newest, for the snapshot. */
	summary(nowMs: number): Snapshot['findings'] {
		return {
			total: this.#total, malformed: this.#malformed, simulated: this.#simulated, items: this.#newest.items, perSecond: this.#rate.perSecond(nowMs),
		};
	}

	/** How long the newest tasks took, oldest first, as their findings say. */
	durationsMs(): readonly number[] {
		return this.#newest.items.toReversed().flatMap(({taskId, status, simulated, durationMs}) => taskId === null || status !== 'completed' || simulated ? [] : durationMs ?? []);
	}

	/** What the findings cost, for the snapshot. */
	spending(nowMs: number): Pick<Snapshot['cost'], 'burnUsdPerHour' | 'byModel' | 'byHour'> {
		return {burnUsdPerHour: this.#spend.burnUsdPerHour(nowMs), byModel: this.#spend.byModel(), byHour: this.#spend.byHour(nowMs)};
	}

	/** What they saved compared with a bigger model. */
	savings(baseline: string, nowMs: number): Savings {
		return savings(this.#tally, {baseline, atMs: nowMs});
	}

	#count(entry: Entry, sign: 1 | -1, nowMs: number): void {
		this.#total += sign;
		this.#malformed += entry.malformed ? sign : 0;
		this.#simulated += entry.simulated ? sign : 0;
		this.#spend.add(entry, sign, nowMs);
		if (entry.workerId !== null) {
			// Simulated findings are counted, but cost nothing, whatever they say.
			const {tokens, costUsd} = entry.simulated ? {tokens: 0, costUsd: 0} : entry;
			this.workers.credit(entry.workerId, sign, sign * (tokens ?? 0), sign * Math.round((costUsd ?? 0) * 1e9));
		}

		if (!entry.malformed) {
			this.#tally = addTally(this.#tally, tallyOf(entry), sign);
		}
	}
}
