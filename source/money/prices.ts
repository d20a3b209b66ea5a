import type {Usage} from '../protocol/usage.js';

/** US dollars per million tokens of each class. */
export type Rates = Usage;

/** The list price of one model from one day on. Days are ISO 8601, UTC. */
export type Price = {
	/** The id without a snapshot date. */
	readonly model: string;
	/** The first day of this price, or a day not later than the release if only the month is known. `null`: not found, taken to hold from the first day of the model. */
	readonly since: string | null;
	/** When Anthropic stops serving the model, a day or a month. Its last price stays, for old findings and other providers. `null`: none known. */
	readonly retired: string | null;
	readonly rates: Rates;
	/** Rates of the whole request, output included, if its prompt has more than `aboveTokens` tokens. `null`: one price for every length. */
	readonly longPrompt: {readonly aboveTokens: number; readonly rates: Rates} | null;
	/** Where the price was read. */
	readonly source: string;
	/** The day of the newest source that confirmed it. */
	readonly checkedOn: string;
};

/** The day on which the whole table was last compared with its sources. Not `prices_of` of the savings, see `Savings`. */
export const pricesCheckedOn = '2026-11-19';

type Columns = readonly [input: number, output: number, cacheRead: number, cacheWrite5m: number, cacheWrite1h: number];

function ratesOf([input, output, cacheRead, cacheWrite5m, cacheWrite1h]: Columns): Rates {
	return {
		input, output, cacheRead, cacheWrite5m, cacheWrite1h,
	};
}

function row(model: string, since: string | null, columns: Columns, more: Partial<Pick<Price, 'retired' | 'longPrompt' | 'source'>> = {}): Price {
	return {
		model,
		since,
		retired: null,
		rates: ratesOf(columns),
		longPrompt: null,
		source: 'Claude Code 2.1.329 built-in catalogue, 19 Nov 2026; platform.claude.com pricing page, read Oct 2026; dates from the @anthropic-ai/sdk changelog',
		checkedOn: pricesCheckedOn,
		...more,
	};
}

const sonnet4: Columns = [3, 15, 0.3, 3.75, 6];
const sonnet5: Columns = [2, 10, 0.2, 2.5, 4];
const opus4: Columns = [15, 75, 1.5, 18.75, 30];
const opus45: Columns = [5, 25, 0.5, 6.25, 10];
const fable5: Columns = [10, 50, 1, 12.5, 20];
const fable51: Columns = [10, 50, 0.25, 12.5, 20];
const fable52: Columns = [8, 40, 0.2, 10, 16];

/** Standard list prices of the Claude models on Anthropic's API, without batch and fast mode, regional surcharges, web searches, contracts and promotions. Rows of one model are together, oldest first. */
export const prices: readonly Price[] = [
	row('claude-3-5-haiku', null, [0.8, 4, 0.08, 1, 1.6], {retired: '2026-02-19'}),
	row('claude-haiku-4-5', '2025-10-01', [1, 5, 0.1, 1.25, 2]),
	row('claude-haiku-5-5', '2026-10-07', [0.1, 0.5, 0.01, 0.125, 0.2], {
		longPrompt: {aboveTokens: 100_000, rates: ratesOf([0.5, 2.5, 0.05, 0.625, 1])},
		source: 'Claude Code 2.1.329 built-in catalogue, 19 Nov 2026; platform.claude.com Haiku 5.5 overview and pricing page, read Oct 2026',
	}),
	row('claude-sonnet-4-5', '2025-09-29', sonnet4, {retired: '2026-11-30'}),
	row('claude-sonnet-4-6', '2026-02-17', sonnet4),
	row('claude-sonnet-5', '2026-06-30', sonnet5),
	row('claude-sonnet-5-5', '2026-09-28', sonnet5),
	row('claude-sonnet-5-5', '2026-10-07', [2, 10, 0.1, 2.5, 4]),
	row('claude-opus-4-0', null, opus4, {retired: '2026-06-15'}),
	row('claude-opus-4-1', null, opus4, {retired: '2026-08'}),
	row('claude-opus-4-5', '2025-11-01', opus45),
	row('claude-opus-4-6', null, opus45),
	row('claude-opus-4-7', null, opus45),
	row('claude-opus-4-8', null, opus45),
	row('claude-opus-5', '2026-07-24', opus45),
	row('claude-opus-5-5', '2026-09-22', [4, 20, 0.2, 5, 8]),
	row('claude-fable-5', '2026-06-09', fable5),
	row('claude-fable-5-1', null, fable51),
	row('claude-fable-5-2', '2026-11-09', fable52),
	row('claude-mythos-5', null, fable5),
	row('claude-mythos-5-1', null, fable51),
	row('claude-mythos-5-2', null, fable52),
];

const snapshotDate = /-20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/u;

/**
The list price of a model at a time. `null`: unknown, never a guess.

@param model A full model id, with or without a snapshot date (`claude-haiku-4-5-20251001`). Aliases such as `haiku` give `null`, because their meaning changes.
@param atMs Before the first known day of the model: `null`. After its retirement: its last price.
*/
export function priceOf(model: string, atMs: number): Price | null {
	const id = model.replace(snapshotDate, '');
	return prices.findLast(price => price.model === id && (price.since === null || Date.parse(price.since) <= atMs)) ?? null;
}
