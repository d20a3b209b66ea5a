import {formatTime} from '../protocol/times.js';
import {placeholders} from '../text/placeholders.js';
import type {Entry} from './compact-findings.js';
import type {Spend} from './snapshot.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const hoursBefore = 31 * 24;
const hoursAfter = 366 * 24;
const shownHours = 48;

type Sums = {findings: number; tokens: number; nanoUsd: number};

/** What the findings cost: by model, by hour, and per hour at the moment. */
export class SpendTotals {
	readonly #models = new Map<string, Sums>();
	readonly #hours = new Map<number, Sums>();
	readonly #minutes = new Map<number, number>();
	/** Hours far from the first `add` are not kept. It never changes: what was added must be found again to be subtracted. */
	#firstLookMs: number | null = null;

	/** Add what a finding contributes, or (`sign` -1) subtract it. */
	add(entry: Entry, sign: 1 | -1, nowMs: number): void {
		if (entry.simulated || entry.malformed) {
			return;
		}

		addTo(this.#models, entry.model ?? placeholders.unnamedModel, entry, sign);
		this.#firstLookMs ??= nowMs;
		if (entry.atMs !== null && entry.atMs > this.#firstLookMs - (hoursBefore * hourMs) && entry.atMs < this.#firstLookMs + (hoursAfter * hourMs)) {
			addTo(this.#hours, entry.atMs, entry, sign);
		}
	}

	/** A new finding cost this much at this time. */
	paid(costUsd: number, atMs: number, nowMs: number): void {
		if (atMs > nowMs - hourMs && atMs <= nowMs + minuteMs) {
			const minute = Math.floor(atMs / minuteMs);
			this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + costUsd);
		}
	}

	/** US dollars per hour over the last hour, or since its first finding, but over at least ten minutes. `null`: nothing was paid. */
	burnUsdPerHour(nowMs: number): number | null {
		const oldest = Math.floor((nowMs - hourMs) / minuteMs);
		let firstMinute = Number.POSITIVE_INFINITY;
		let usd = 0;
		for (const [minute, paidUsd] of this.#minutes) {
			if (minute < oldest) {
				this.#minutes.delete(minute);
			} else {
				firstMinute = Math.min(firstMinute, minute);
				usd += paidUsd;
			}
		}

		return usd === 0 ? null : usd * hourMs / Math.min(hourMs, Math.max(10 * minuteMs, nowMs - (firstMinute * minuteMs)));
	}

	/** By model, most expensive first. */
	byModel(): readonly Spend[] {
		return [...this.#models]
			.filter(([, {findings}]) => findings > 0)
			.map(([name, sums]) => spendOf(name, sums))
			.toSorted((a, b) => b.costUsd - a.costUsd);
	}

	/** The last 48 hours with findings, up to the next hour (clocks differ), oldest first. */
	byHour(nowMs: number): readonly Spend[] {
		return [...this.#hours]
			.filter(([hour, {findings}]) => findings > 0 && hour < nowMs + hourMs)
			.toSorted(([a], [b]) => a - b)
			.slice(-shownHours)
			.map(([hour, sums]) => spendOf(formatTime(hour), sums));
	}
}

function addTo<Name>(book: Map<Name, Sums>, name: Name, entry: Entry, sign: 1 | -1): void {
	const sums = book.get(name) ?? {findings: 0, tokens: 0, nanoUsd: 0};
	sums.findings += sign;
	sums.tokens += sign * (entry.tokens ?? 0);
	sums.nanoUsd += sign * Math.round((entry.costUsd ?? 0) * 1e9);
	book.set(name, sums);
}

function spendOf(name: string, {findings, tokens, nanoUsd}: Sums): Spend {
	return {
		name, findings, tokens, costUsd: nanoUsd / 1e9,
	};
}
