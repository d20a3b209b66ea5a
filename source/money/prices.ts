/**
US dollars per million tokens of each class of `Usage`.
*/
export type Rates = {
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cacheWrite5m: number;
	readonly cacheWrite1h: number;
};

/**
One row of the price table: the list price of one model from one day on.

- `model`: the id without a snapshot date.
- `since`: the first day (ISO 8601, UTC) of this price; where only the month or the snapshot in the id is known, a day not later than the release. `null`: the day was not found, and the price is taken to hold from the model's first day.
- `retired`: the day, or the month where the day is unknown, from which Anthropic no longer serves the model. Its last price stays in the table, because other providers and old findings still need it. `null`: none known.
- `longPrompt`: rates of the whole request, answer included, as soon as its prompt has more than `aboveTokens` tokens. `null`: one price for every length.
- `source`: where the row was read.
- `checkedOn`: the day (ISO 8601) of the newest source that confirmed it.
*/
export type Price = {
	readonly model: string;
	readonly since: string | null;
	readonly retired: string | null;
	readonly rates: Rates;
	readonly longPrompt: {readonly aboveTokens: number; readonly rates: Rates} | null;
	readonly source: string;
	readonly checkedOn: string;
};

/**
The day (ISO 8601) on which the table as a whole was last compared with its sources. A price change after it is unknown to this version.

This is not `prices_of` of the savings: that is the day since which the baseline's price is in force, see `Savings`.
*/
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

/**
The price table: standard list prices of the Claude models on Anthropic's own API. Rows of one model stand together, oldest first.

Not in it: batch and fast mode, the surcharge for a region, web searches, contracts and promotions.
*/
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
The list price of a model at a time, or `null` where none is known: never a guess.

@param model A full model id, with or without a snapshot date (`claude-haiku-4-5-20251001`). Aliases such as `haiku` give `null`, because what they mean changes.
@param atMs Milliseconds since 1970. Before the model's first known day: `null`. After its retirement: its last price.
*/
export function priceOf(model: string, atMs: number): Price | null {
	const id = model.replace(snapshotDate, '');
	return prices.findLast(price => price.model === id && (price.since === null || Date.parse(price.since) <= atMs)) ?? null;
}
