import {roundUsd} from '../../money/cost.js';
import {
	addUsage, noUsage, totalTokens, type Usage,
} from '../../money/usage.js';
import {isRecord, readCount, readNumber} from '../../protocol/lenient-values.js';
import {listPriceUsd, nothingSpent, type Spending} from '../spending.js';
import type {ClaudeStream} from './stream.js';

type Fields = Readonly<Record<string, unknown>>;

type ModelSpending = Spending & {readonly model: string; readonly reportedUsd: number};

/**
What an attempt of Claude Code used up, from the `modelUsage` of its result: the sums by model over all requests, also those that it makes on the side.

The cost of each model is its list price by our table; where that does not know the model, or cannot tell from a sum which tier its prompts were in, it is what Claude Code says, unless that is its guess. Without a result, nothing but that a model has answered is known.

@param atMs When it ran, in milliseconds since 1970.
*/
export function claudeSpending({result, model, tokens, hasAnswered}: Pick<ClaudeStream, 'result' | 'model' | 'tokens' | 'hasAnswered'>, atMs: number): Spending {
	const modelUsage = isRecord(result?.modelUsage) ? result.modelUsage : {};
	const models = Object.entries(modelUsage)
		.flatMap(([name, fields]) => isRecord(fields) ? modelSpending(name, fields, atMs) : [])
		.filter(({tokens, reportedUsd}) => tokens > 0 || reportedUsd > 0)
		.toSorted((a, b) => (b.costUsd ?? b.reportedUsd) - (a.costUsd ?? a.reportedUsd));
	const totalUsd = readUsd(result?.total_cost_usd) ?? 0;
	if (models.length === 0) {
		// Versions that do not tell the models apart, and attempts that were cut.
		return totalUsd > 0 || hasAnswered
			? {
				usage: null, tokens, costUsd: totalUsd > 0 ? totalUsd : null, costBasis: totalUsd > 0 ? 'reported' : 'unknown', model,
			}
			: nothingSpent;
	}

	let sum: Spending = {...nothingSpent, usage: noUsage, model: models[0]?.model ?? null};
	let reportedUsd = 0;
	for (const each of models) {
		sum = add(sum, each);
		reportedUsd += each.reportedUsd;
	}

	// A total that the models do not add up to holds something that we do not see.
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
	// Older versions do not say for how long it was written.
	const isSplit = usage.cacheWrite5m + usage.cacheWrite1h === written;
	const listUsd = isSplit ? listPriceUsd(usage, model, atMs) : null;
	const saidUsd = readUsd(fields.costUSD);
	const reportedUsd = fields.costBasis === 'unknown' ? null : saidUsd;
	const costUsd = listUsd ?? reportedUsd;
	return {
		usage: isSplit ? usage : null,
		tokens: isSplit ? totalTokens(usage) : usage.input + usage.output + usage.cacheRead + written,
		costUsd,
		costBasis: listUsd === null ? (costUsd === null ? 'unknown' : 'reported') : 'list_price',
		model,
		reportedUsd: saidUsd ?? 0,
	};
}

function add(a: Spending, b: Spending): Spending {
	const costUsd = a.costUsd === null || b.costUsd === null ? null : roundUsd(a.costUsd + b.costUsd);
	return {
		usage: a.usage && b.usage && addUsage(a.usage, b.usage),
		tokens: a.tokens + b.tokens,
		costUsd,
		costBasis: costUsd === null ? 'unknown' : (a.costBasis === b.costBasis ? a.costBasis : 'reported'),
		model: a.model,
	};
}

function readUsd(value: unknown): number | null {
	const usd = readNumber(value);
	return usd === null ? null : roundUsd(usd);
}
