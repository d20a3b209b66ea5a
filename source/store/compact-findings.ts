import type {TallyInput} from '../money/tally.js';
import type {Finding} from '../protocol/finding.js';
import {fingerprint, FingerprintIndex} from './fingerprint-index.js';
import {InternedNames} from './interned-names.js';

const pageBits = 14;
const pageSize = 1 << pageBits;
const hourMs = 3_600_000;
const maxTokens = 0xFF_FF_FF_FE;
const unknownTokens = 0xFF_FF_FF_FF;

const flag = {
	present: 1, malformed: 2, simulated: 4, failed: 8, heardOnly: 16, usage: 32,
} as const;

/** One page of columns: 28 bytes a finding, and 20 more in pages that have token classes, which only our own workers report. */
type Page = {
	readonly low: Uint32Array;
	readonly high: Uint32Array;
	readonly nanoUsd: Float64Array;
	readonly tokens: Uint32Array;
	/** Hours since the epoch; 0: unknown. */
	readonly hour: Uint32Array;
	readonly worker: Uint16Array;
	readonly model: Uint8Array;
	readonly flags: Uint8Array;
	/** The last scan that found it. */
	readonly scan: Uint8Array;
	usage: Uint32Array | null;
};

function rowOf(record: number): number {
	return record & (pageSize - 1);
}

/** What one finding contributes to the totals. */
export type Entry = TallyInput & {
	readonly workerId: string | null;
	readonly malformed: boolean;
	/** When it was written, rounded down to the hour, in milliseconds since the epoch; `null`: unknown. */
	readonly atMs: number | null;
};

/** What each finding contributes to the totals, without its text: totals stay exact when one is overwritten or deleted, and a million take 40 MB. */
export class CompactFindings {
	readonly #pages: Page[] = [];
	readonly #workers = new InternedNames(0xFF_FF);
	readonly #models = new InternedNames(0xFF);
	readonly #index = new FingerprintIndex(
		(record, low, high) => this.#page(record).low[rowOf(record)] === low && this.#page(record).high[rowOf(record)] === high,
		record => this.#page(record).low[rowOf(record)]!,
	);

	#count = 0;
	#scan = 0;

	/** Add or replace a finding. @param heardOnly It is under no key, so scans do not find it. @returns What it contributed before, if it was there, and contributes now. */
	put(finding: Finding, heardOnly: boolean): {readonly before: Entry | null; readonly after: Entry} {
		const {low, high} = fingerprint(finding.id);
		const known = this.#index.lookUp(low, high);
		const before = known === -1 ? null : this.#read(known);
		const record = known === -1 ? this.#append(low, high) : known;
		this.#write(record, finding, heardOnly);
		return {before, after: this.#read(record)!};
	}

	/** Whether a finding is here. */
	has(id: string): boolean {
		const {low, high} = fingerprint(id);
		const record = this.#index.lookUp(low, high);
		return record !== -1 && this.#read(record) !== null;
	}

	/** Remove a finding whose key is gone. @returns What it contributed, or `null` if nothing was removed. */
	remove(id: string): Entry | null {
		const {low, high} = fingerprint(id);
		const record = this.#index.lookUp(low, high);
		return record === -1 ? null : this.#clear(record);
	}

	/** A scan begins: what is not `put` before `endScan` is gone. */
	beginScan(): void {
		this.#scan = (this.#scan + 1) & 0xFF;
	}

	/** The scan has found everything. @returns What the findings that are gone contributed. */
	endScan(): readonly Entry[] {
		const gone: Entry[] = [];
		for (let record = 0; record < this.#count; record++) {
			const entry = this.#page(record).scan[rowOf(record)] === this.#scan ? null : this.#clear(record);
			if (entry) {
				gone.push(entry);
			}
		}

		return gone;
	}

	#page(record: number): Page {
		return this.#pages[record >>> pageBits]!;
	}

	#append(low: number, high: number): number {
		const record = this.#count++;
		if (record >>> pageBits === this.#pages.length) {
			this.#pages.push({
				low: new Uint32Array(pageSize),
				high: new Uint32Array(pageSize),
				nanoUsd: new Float64Array(pageSize),
				tokens: new Uint32Array(pageSize),
				hour: new Uint32Array(pageSize),
				worker: new Uint16Array(pageSize),
				model: new Uint8Array(pageSize),
				flags: new Uint8Array(pageSize),
				scan: new Uint8Array(pageSize),
				usage: null,
			});
		}

		const page = this.#page(record);
		const row = rowOf(record);
		page.low[row] = low;
		page.high[row] = high;
		this.#index.insert(low, record);
		return record;
	}

	#write(record: number, finding: Finding, heardOnly: boolean): void {
		const page = this.#page(record);
		const row = rowOf(record);
		const {tokens, costUsd, atMs, usage} = finding;
		page.nanoUsd[row] = costUsd === null ? Number.NaN : Math.round(costUsd * 1e9);
		page.tokens[row] = tokens === null || tokens > maxTokens ? unknownTokens : tokens;
		page.hour[row] = atMs === null || atMs <= 0 ? 0 : Math.floor(atMs / hourMs);
		page.worker[row] = this.#workers.numberOf(finding.workerId);
		page.model[row] = this.#models.numberOf(finding.model);
		page.scan[row] = this.#scan;
		page.flags[row] = flag.present
			| (finding.malformed === null ? 0 : flag.malformed)
			| (finding.simulated ? flag.simulated : 0)
			| (finding.status === 'completed' ? 0 : flag.failed)
			| (heardOnly ? flag.heardOnly : 0)
			| (usage === null ? 0 : flag.usage);
		if (usage !== null) {
			page.usage ??= new Uint32Array(pageSize * 5);
			page.usage.set([usage.input, usage.output, usage.cacheRead, usage.cacheWrite5m, usage.cacheWrite1h].map(count => Math.min(count, maxTokens)), row * 5);
		}
	}

	#read(record: number): Entry | null {
		const page = this.#page(record);
		const row = rowOf(record);
		const flags = page.flags[row]!;
		if (!(flags & flag.present)) {
			return null;
		}

		const nanoUsd = page.nanoUsd[row]!;
		const tokens = page.tokens[row]!;
		const hour = page.hour[row]!;
		const usage = flags & flag.usage && page.usage ? page.usage.subarray(row * 5, (row * 5) + 5) : null;
		return {
			workerId: this.#workers.nameOf(page.worker[row]!),
			model: this.#models.nameOf(page.model[row]!),
			atMs: hour === 0 ? null : hour * hourMs,
			tokens: tokens === unknownTokens ? null : tokens,
			costUsd: Number.isNaN(nanoUsd) ? null : nanoUsd / 1e9,
			usage: usage && {
				input: usage[0]!, output: usage[1]!, cacheRead: usage[2]!, cacheWrite5m: usage[3]!, cacheWrite1h: usage[4]!,
			},
			status: flags & flag.failed ? 'failed' : 'completed',
			simulated: Boolean(flags & flag.simulated),
			malformed: Boolean(flags & flag.malformed),
		};
	}

	/** Remove a finding, unless it was only heard of: it has no key that could be gone. */
	#clear(record: number): Entry | null {
		const {flags} = this.#page(record);
		const row = rowOf(record);
		if (flags[row]! & flag.heardOnly) {
			return null;
		}

		const entry = this.#read(record);
		flags[row] = 0;
		return entry;
	}
}
