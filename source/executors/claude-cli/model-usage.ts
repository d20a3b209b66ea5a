import {roundUsd} from '../../money/cost.js';
import {totalTokens, type Usage} from '../../protocol/usage.js';
import {isRecord, readCount, readNumber} from '../../protocol/lenient-values.js';
import {
	listPriceUsd, nothingSpent, sumSpending, type Spending,
} from '../spending.js';
import type {ClaudeStream, Fields} from './stream.js';

type ModelSpending = Spending & {readonly reportedUsd: number};

/**
What an attempt of Claude Code spent, from the `modelUsage` of its result: sums by model over all requests, including its internal ones.

The cost of a model is its list price in our table. If that lacks the model, or cannot tell from a sum which tier applied, it is what Claude Code reports, unless that is a guess. Without a result, all that is known is whether a model answered.

@param atMs When it ran.
*/
export function claudeSpending({result, model, progress}: ClaudeStream, atMs: number): Spending {
	const modelUsage = isRecord(result?.modelUsage) ? result.modelUsage : {};
	const models = Object.entries(modelUsage)
		.flatMap(([name, fields]) => isRecord(fields) ? modelSpending(name, fields, atMs) : [])
		.filter(({tokens, reportedUsd}) => tokens > 0 || reportedUsd > 0);
	const totalUsd = readUsd(result?.total_cost_usd) ?? 0;
	if (models.length === 0) {
		// Old versions do not report models, and interrupted attempts report nothing.
		const said = {usage: null, tokens: progress.tokens, model};
		const unreported = progress.turn > 0 ? {...said, costUsd: null, costBasis: 'unknown'} as const : nothingSpent;
		return totalUsd > 0 ? {...said, costUsd: totalUsd, costBasis: 'reported'} : unreported;
	}

	const sum = sumSpending(models);
	const reportedUsd = models.reduce((total, model) => total + model.reportedUsd, 0);
	// A total above the sum includes costs that are not listed by model.
	return sum.costUsd === null || totalUsd <= reportedUsd * 1.001 ? sum : {...sum, costUsd: totalUsd, costBasis: 'reported'};
}

function modelSpending(model: string, fields: Fields, atMs: number): ModelSpending {
	const count = (name: string) => readCount(fields[name]) ?? 0;
	const written = count('cacheCreationInputTokens');
	const usage: Usage = {
		input: count('inputTokens'),
		output: count('outputTokens'),
		cacheRead: count('cacheReadInputTokens'),
		cacheWrite5m: count('cacheCreationEphemeral5mInputTokens'),
		cacheWrite1h: count('cacheCreationEphemeral1hInputTokens'),
	};
	// Old versions do not report the lifetime of cache writes.
	const isSplit = usage.cacheWrite5m + usage.cacheWrite1h === written;
	const listUsd = isSplit ? listPriceUsd(usage, model, atMs) : null;
	const reportedUsd = readUsd(fields.costUSD);
	const costUsd = listUsd ?? (fields.costBasis === 'unknown' ? null : reportedUsd);
	return {
		usage: isSplit ? usage : null,
		tokens: isSplit ? totalTokens(usage) : usage.input + usage.output + usage.cacheRead + written,
		costUsd,
		costBasis: listUsd === null ? (costUsd === null ? 'unknown' : 'reported') : 'list_price',
		model,
		reportedUsd: reportedUsd ?? 0,
	};
}

function readUsd(value: unknown): number | null {
	const usd = readNumber(value);
	return usd === null ? null : roundUsd(usd);
}
