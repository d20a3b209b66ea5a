import {costOf, roundUsd} from '../../money/cost.js';
import {priceOf} from '../../money/prices.js';
import {
	addUsage, noUsage, totalTokens, type Usage,
} from '../../money/usage.js';
import {isRecord, readCount} from '../../protocol/lenient-values.js';
import {nothingSpent, type Spending} from '../executor.js';

/**
Read the `usage` of an answer of the Messages API.

@returns `null` where it does not say how long prompt and answer were.
*/
export function usageOf(reported: unknown): Usage | null {
	if (!isRecord(reported)) {
		return null;
	}

	const input = readCount(reported.input_tokens);
	const output = readCount(reported.output_tokens);
	if (input === null || output === null) {
		return null;
	}

	const creation = isRecord(reported.cache_creation) ? reported.cache_creation : {};
	const cacheWrite1h = readCount(creation.ephemeral_1h_input_tokens) ?? 0;
	// What is not said to live for an hour lives for five minutes.
	const cacheWrite5m = Math.max(readCount(creation.ephemeral_5m_input_tokens) ?? 0, (readCount(reported.cache_creation_input_tokens) ?? 0) - cacheWrite1h);
	return {
		input, output, cacheRead: readCount(reported.cache_read_input_tokens) ?? 0, cacheWrite5m, cacheWrite1h,
	};
}

/** What the requests of one attempt have cost, each priced on its own by the model that answered. */
export class RequestCosts {
	readonly #requests: Array<{readonly model: string | null; readonly usage: Usage | null; readonly costUsd: number | null}> = [];

	/**
	Add one request.

	@param model Full id of the model that answered. `null`: the API did not say.
	@param usage `null`: the API did not say.
	*/
	add(model: string | null, usage: Usage | null): void {
		const price = model === null ? null : priceOf(model, Date.now());
		this.#requests.push({model, usage, costUsd: usage && price ? costOf(usage, price) : null});
	}

	/** Whether no model has run. */
	get isEmpty(): boolean {
		return this.#requests.length === 0;
	}

	/** Tokens of all classes. */
	get tokens(): number {
		return this.#requests.reduce((sum, {usage}) => sum + (usage ? totalTokens(usage) : 0), 0);
	}

	/** In US dollars; `null` where the usage or the price of one request is not known. */
	get costUsd(): number | null {
		const costs = this.#requests.map(({costUsd}) => costUsd);
		return costs.includes(null) ? null : sumUsd(costs);
	}

	/** All of it. */
	get total(): Spending {
		if (this.isEmpty) {
			return nothingSpent;
		}

		const {tokens, costUsd} = this;
		return {
			usage: this.#usage(), tokens, costUsd, costBasis: costUsd === null ? 'unknown' : 'list_price', model: this.#dearestModel(),
		};
	}

	#usage(): Usage | null {
		let sum = noUsage;
		for (const {usage} of this.#requests) {
			if (usage === null) {
				return null;
			}

			sum = addUsage(sum, usage);
		}

		return sum;
	}

	#dearestModel(): string | null {
		const models = [...new Set(this.#requests.map(({model}) => model))];
		const costs = new Map(models.map(model => [model, sumUsd(this.#requests.filter(request => request.model === model).map(({costUsd}) => costUsd))]));
		return models.toSorted((a, b) => (costs.get(b) ?? 0) - (costs.get(a) ?? 0))[0] ?? null;
	}
}

/** Prices are whole billionths of a dollar per token: rounding to them takes the noise of binary fractions away, and nothing else. */
function sumUsd(costs: ReadonlyArray<number | null>): number {
	return roundUsd(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0));
}
