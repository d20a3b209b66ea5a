import {costOf} from '../../money/cost.js';
import {priceOf} from '../../money/prices.js';
import type {Usage} from '../../protocol/usage.js';
import {totalTokens} from '../../money/usage.js';
import {isRecord, readCount} from '../../protocol/lenient-values.js';
import type {Spending} from '../spending.js';

/** Read the `usage` of an answer. `null` if it lacks the tokens of prompt or answer. */
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
	// Cache writes of unstated lifetime live for five minutes.
	const cacheWrite5m = Math.max(readCount(creation.ephemeral_5m_input_tokens) ?? 0, (readCount(reported.cache_creation_input_tokens) ?? 0) - cacheWrite1h);
	return {
		input, output, cacheRead: readCount(reported.cache_read_input_tokens) ?? 0, cacheWrite5m, cacheWrite1h,
	};
}

/** What one request cost, priced by the model that answered. `null`: the API did not say. */
export function requestSpending(model: string | null, usage: Usage | null): Spending {
	const price = model === null ? null : priceOf(model, Date.now());
	const costUsd = usage && price ? costOf(usage, price) : null;
	return {
		usage, tokens: usage ? totalTokens(usage) : 0, costUsd, costBasis: costUsd === null ? 'unknown' : 'list_price', model,
	};
}
