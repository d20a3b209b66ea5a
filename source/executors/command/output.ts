import * as v from 'valibot';
import {totalTokens, type Usage} from '../../money/usage.js';
import {isRecord, readCount, readName} from '../../protocol/lenient-values.js';
import type {ChildEnd} from '../child/run-child.js';
import type {Outcome, Progress} from '../executor.js';
import {listPriceUsd, nothingSpent, type Spending} from '../spending.js';
import {lastStderrLines, truncate} from '../truncate.js';

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

const maxErrorLength = 500;
const maxItems = 1000;

/** A run of the user's program that is over. */
export type CommandRun = {
	readonly end: ChildEnd;
	/** Its standard output. */
	readonly output: string;
	/** What has changed in the working directory. */
	readonly measuredFiles: readonly string[];
	readonly timeoutMs: number;
	/** Takes secrets out of what it said. */
	readonly redact: (text: string) => string;
};

/**
What came of a run of the user's program.

What it cost is what it says, or the list price of the tokens that it says, or unknown: it may have run a model and not said so, whether it failed or not.
*/
export function commandOutcome({end, output, measuredFiles, timeoutMs, redact}: CommandRun): Outcome {
	const {said, problem} = readOutput(output);
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

/**
How far the user's program has got, or `null` where the line does not tell.

@param line Of its standard error.
*/
export function readCommandProgress(line: string): Progress | null {
	const parsed = line.startsWith('{') ? parse(line) : null;
	return isRecord(parsed) && isRecord(parsed.progress)
		? {turn: readCount(parsed.progress.turn) ?? 0, tool: readName(parsed.progress.tool), tokens: readCount(parsed.progress.tokens) ?? 0}
		: null;
}

function readOutput(output: string): {readonly said: Output; readonly problem: string | null} {
	const checked = v.safeParse(outputSchema, parse(output));
	if (!checked.success) {
		const [issue] = checked.issues;
		const field = v.getDotPath(issue);
		const problem = `Expected a JSON object with a result on standard output, got ${output.trim() === '' ? 'nothing' : (field === null ? output : `${field}: ${issue.message}`)}`;
		return {said: {files_changed: [], citations: []}, problem};
	}

	const {result} = checked.output;
	const isEmpty = result === undefined || result === null || (typeof result === 'string' && result.trim() === '');
	return {said: checked.output, problem: isEmpty ? 'Expected a result on standard output, got a JSON object without one.' : null};
}

function explainEnd(end: ChildEnd, {error}: Output, timeoutMs: number): string | null {
	switch (end.why) {
		case 'not_started': {
			return `The command cannot be started: ${end.problem}`;
		}

		case 'timeout': {
			return `Expected a result within ${timeoutMs / 1000} s, got none.`;
		}

		case 'aborted': {
			return 'It was stopped before it had a result.';
		}

		case 'too_much_output': {
			return 'Expected a result, got more output than is read.';
		}

		case 'ended': {
			const how = end.killedBy ?? `exit code ${end.exitCode}`;
			return error ?? (end.exitCode === 0 ? null : `Expected exit code 0 from the command, got ${how}: ${lastStderrLines(withoutProgress(end.stderr))}`);
		}
	}
}

function spendingOf({usage: stated, tokens_used: tokensUsed, cost, model: named}: Output, atMs: number): Spending {
	const model = named ?? null;
	const usage: Usage | null = stated
		? {
			input: stated.input, output: stated.output, cacheRead: stated.cache_read, cacheWrite5m: stated.cache_write_5m, cacheWrite1h: stated.cache_write_1h,
		}
		: null;
	const listUsd = usage === null || model === null ? null : listPriceUsd(usage, model, atMs);
	return {
		usage,
		tokens: (usage && totalTokens(usage)) ?? tokensUsed ?? 0,
		costUsd: cost ?? listUsd,
		costBasis: typeof cost === 'number' ? 'reported' : (listUsd === null ? 'unknown' : 'list_price'),
		model,
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** What was said on standard error beside the progress. */
function withoutProgress(stderr: string): string {
	return stderr.split('\n').filter(line => readCommandProgress(line) === null).join('\n');
}
