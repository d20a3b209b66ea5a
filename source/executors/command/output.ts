import * as v from 'valibot';
import {readUsage, totalTokens, type Usage} from '../../protocol/usage.js';
import {
	isRecord, parseJson, readCount, readName,
} from '../../protocol/lenient-values.js';
import {programErrors, programStopped} from '../../text/program-errors.js';
import type {ChildEnd} from '../child/run-child.js';
import type {Outcome, Progress} from '../executor.js';
import {truncate} from '../program-output.js';
import {listPriceUsd, nothingSpent, type Spending} from '../spending.js';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counted = v.optional(count, 0);
const texts = v.array(v.string());
const usageSchema = v.object({
	input: counted, output: counted, cache_read: counted, cache_write_5m: counted, cache_write_1h: counted,
});
const costSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

/** What a program said, field by field. */
type Output = {
	readonly result: unknown;
	readonly error: string | null;
	readonly files: readonly string[];
	readonly citations: readonly string[];
	readonly tokens: number;
	readonly costUsd: number | null;
	readonly usage: Usage | null;
	readonly model: string | null;
	/** Optional fields that could not be read, in words. */
	readonly oddities: readonly string[];
	/** Why the attempt fails, whatever else was said. */
	readonly problem: string | null;
};

const name = 'the command';
const maxErrorLength = 500;
const maxItems = 1000;

/**
The outcome of a run of the user's program.

The cost is what the program reports, or the list price of the tokens that it reports, or unknown: it may have run a model without reporting it, even if it failed.

@param redact Removes secrets from its output.
*/
export function commandOutcome(end: ChildEnd, measuredFiles: readonly string[], timeoutMs: number, redact: (text: string) => string): Outcome {
	const said = readOutput(end.why === 'not_started' ? '' : end.stdout);
	const failure = explainEnd(end, said, timeoutMs) ?? said.problem;
	const spending = end.why === 'not_started' ? nothingSpent : spendingOf(said, Date.now());
	if (failure !== null) {
		return {
			...spending,
			status: 'failed',
			error: truncate(redact(failure), maxErrorLength),
			blame: end.why === 'not_started' ? 'worker' : 'task',
			retryAfterMs: null,
			filesChanged: measuredFiles,
		};
	}

	return {
		...spending,
		status: 'completed',
		result: said.result,
		filesChanged: measuredFiles.length > 0 ? measuredFiles : said.files.slice(0, maxItems),
		citations: said.citations.slice(0, maxItems),
		denials: [],
		oddities: said.oddities,
	};
}

/** The progress that a line of standard error reports, or `null`. */
export function readCommandProgress(line: string): Progress | null {
	const parsed = line.startsWith('{') ? parseJson(line) : null;
	return isRecord(parsed) && isRecord(parsed.progress)
		? {turn: readCount(parsed.progress.turn) ?? 0, tool: readName(parsed.progress.tool), tokens: readCount(parsed.progress.tokens) ?? 0}
		: null;
}

/** An amount that cannot be read fails the attempt, since money would be lost; what else cannot be read is named and left out. */
function readOutput(output: string): Output {
	const parsed = parseJson(output);
	const said = isRecord(parsed) ? parsed : {};
	const oddities: string[] = [];
	const read = <Value>(field: string, schema: v.GenericSchema<unknown, Value>): Value | null => {
		const value = said[field] ?? null;
		const checked = value === null ? null : v.safeParse(schema, value);
		if (checked?.success === false) {
			const [issue] = checked.issues;
			oddities.push(`${[field, v.getDotPath(issue)].filter(part => part !== null).join('.')}: ${issue.message}`);
		}

		return checked?.success ? checked.output : null;
	};

	const {result, error = null} = said;
	const isEmpty = result === undefined || result === null || (typeof result === 'string' && result.trim() === '');
	const costUsd = read('cost', costSchema);
	const got = isRecord(parsed) ? (oddities[0] ?? (isEmpty ? 'one without it.' : null)) : output.trim() || 'nothing';
	return {
		result,
		error: error === null || typeof error === 'string' ? error : JSON.stringify(error),
		files: read('files_changed', texts) ?? [],
		citations: read('citations', texts) ?? [],
		tokens: read('tokens_used', count) ?? 0,
		costUsd,
		usage: readUsage(read('usage', usageSchema)),
		model: read('model', v.string()),
		oddities,
		problem: got === null ? null : programErrors.notJson(got),
	};
}

function explainEnd(end: ChildEnd, {error}: Output, timeoutMs: number): string | null {
	if (end.why !== 'ended') {
		return programStopped(name, end, timeoutMs);
	}

	const stderr = end.stderr.split('\n').filter(line => readCommandProgress(line) === null).join('\n');
	return error ?? (end.exitCode === 0 ? null : programErrors.noResult(name, {...end, stderr}));
}

function spendingOf({usage, tokens, costUsd, model}: Output, atMs: number): Spending {
	const listUsd = usage === null || model === null ? null : listPriceUsd(usage, model, atMs);
	return {
		usage,
		tokens: usage ? totalTokens(usage) : tokens,
		costUsd: costUsd ?? listUsd,
		costBasis: costUsd === null ? (listUsd === null ? 'unknown' : 'list_price') : 'reported',
		model,
	};
}
