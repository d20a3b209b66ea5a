import * as v from 'valibot';
import {readUsage, totalTokens} from '../../protocol/usage.js';
import {isRecord, readCount, readName} from '../../protocol/lenient-values.js';
import {programErrors, programStopped} from '../../text/program-errors.js';
import type {ChildEnd} from '../child/run-child.js';
import type {Outcome, Progress} from '../executor.js';
import {parseJson, truncate} from '../program-output.js';
import {listPriceUsd, nothingSpent, type Spending} from '../spending.js';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counted = v.optional(count, 0);
const texts = v.optional(v.array(v.string()), []);

const outputSchema = v.pipe(v.custom<Readonly<Record<string, unknown>>>(isRecord, 'Expected an object'), v.object({
	result: v.optional(v.unknown()),
	error: v.nullish(v.string()),
	files_changed: texts,
	citations: texts,
	tokens_used: v.nullish(count),
	cost: v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0))),
	usage: v.nullish(v.object({
		input: counted, output: counted, cache_read: counted, cache_write_5m: counted, cache_write_1h: counted,
	})),
	model: v.nullish(v.string()),
}));

type Output = v.InferOutput<typeof outputSchema>;

const name = 'the command';
const maxErrorLength = 500;
const maxItems = 1000;

/**
The outcome of a run of the user's program.

The cost is what the program reports, or the list price of the tokens that it reports, or unknown: it may have run a model without reporting it, even if it failed.

@param redact Removes secrets from its output.
*/
export function commandOutcome(end: ChildEnd, measuredFiles: readonly string[], timeoutMs: number, redact: (text: string) => string): Outcome {
	const {said, problem} = readOutput(end.why === 'not_started' ? '' : end.stdout);
	const failure = explainEnd(end, said, timeoutMs) ?? problem;
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
		filesChanged: measuredFiles.length > 0 ? measuredFiles : said.files_changed.slice(0, maxItems),
		citations: said.citations.slice(0, maxItems),
		denials: [],
	};
}

/** The progress that a line of standard error reports, or `null`. */
export function readCommandProgress(line: string): Progress | null {
	const parsed = line.startsWith('{') ? parseJson(line) : null;
	return isRecord(parsed) && isRecord(parsed.progress)
		? {turn: readCount(parsed.progress.turn) ?? 0, tool: readName(parsed.progress.tool), tokens: readCount(parsed.progress.tokens) ?? 0}
		: null;
}

function readOutput(output: string): {readonly said: Output; readonly problem: string | null} {
	const checked = v.safeParse(outputSchema, parseJson(output));
	if (!checked.success) {
		const [issue] = checked.issues;
		const field = v.getDotPath(issue);
		const got = field === null ? output.trim() || 'nothing' : `${field}: ${issue.message}`;
		return {said: {files_changed: [], citations: []}, problem: programErrors.notJson(got)};
	}

	const {result} = checked.output;
	const isEmpty = result === undefined || result === null || (typeof result === 'string' && result.trim() === '');
	return {said: checked.output, problem: isEmpty ? programErrors.notJson('one without it.') : null};
}

function explainEnd(end: ChildEnd, {error}: Output, timeoutMs: number): string | null {
	if (end.why !== 'ended') {
		return programStopped(name, end, timeoutMs);
	}

	const stderr = end.stderr.split('\n').filter(line => readCommandProgress(line) === null).join('\n');
	return error ?? (end.exitCode === 0 ? null : programErrors.noResult(name, {...end, stderr}));
}

function spendingOf({usage: stated, tokens_used: tokensUsed, cost, model: named}: Output, atMs: number): Spending {
	const model = named ?? null;
	const usage = readUsage(stated);
	const listUsd = usage === null || model === null ? null : listPriceUsd(usage, model, atMs);
	return {
		usage,
		tokens: (usage && totalTokens(usage)) ?? tokensUsed ?? 0,
		costUsd: cost ?? listUsd,
		costBasis: typeof cost === 'number' ? 'reported' : (listUsd === null ? 'unknown' : 'list_price'),
		model,
	};
}
