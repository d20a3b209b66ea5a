import {clean} from './clean-text.js';
import {firstOf, readFields} from './stored-object.js';
import {untrustedText, UntrustedText} from './untrusted-text.js';
import {
	isRecord, readCount, readList, readName, readNumber,
} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {readTime} from './times.js';

/** Tokens by class, as our own findings state them. A class that a writer leaves out is 0. */
export type StatedUsage = {
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cacheWrite5m: number;
	readonly cacheWrite1h: number;
};

/** A finding, read. Ids are as they came; texts can only be shown clean. */
export type Finding = {
	/** The id in its key, without `finding:`. */
	readonly id: string;
	readonly workerId: string | null;
	/** The task it answers, where the writer says so (our addition). */
	readonly taskId: string | null;
	/** Stated time in milliseconds since the epoch. */
	readonly atMs: number | null;
	readonly task: UntrustedText;
	readonly result: UntrustedText;
	readonly filesChanged: readonly UntrustedText[];
	readonly citations: readonly string[];
	/** Input plus output tokens. */
	readonly tokens: number | null;
	readonly costUsd: number | null;
	readonly usage: StatedUsage | null;
	readonly model: string | null;
	readonly executor: string | null;
	/** How long the attempt took, if its writer says so (our addition). */
	readonly durationMs: number | null;
	readonly status: 'completed' | 'failed' | 'denied';
	/** No model ran: costs nothing, counts for nothing. */
	readonly simulated: boolean;
	/** Size in Redis. */
	readonly bytes: number;
	/** Why this is no finding, in our words, or `null`. Its `result` is then the raw value. */
	readonly malformed: string | null;
	/** What was odd about it and was read all the same, in our words; and what tools were denied to its worker. Clean. */
	readonly oddities: readonly string[];
};

/** The oddity of a time without a zone: so common that lists do not remark on it. */
export const noZone = 'timestamp has no zone';

const noOddities: readonly string[] = Object.freeze([]);
const maxListedText = 500;
const maxDenials = 5;
// Sums of a million findings stay whole numbers of billionths of a dollar; what is dearer is a mistake or a joke, and would spoil every sum.
const maxCostUsd = 10_000;

const blank = {
	workerId: null,
	taskId: null,
	atMs: null,
	task: new UntrustedText(''),
	filesChanged: [],
	citations: [],
	tokens: null,
	costUsd: null,
	usage: null,
	model: null,
	executor: null,
	durationMs: null,
	status: 'completed',
	simulated: false,
	oddities: noOddities,
} as const satisfies Partial<Finding>;

function malformedFinding(id: string, value: RedisValue, problem: string): Finding {
	const raw = value.kind === 'text' ? new UntrustedText(value.text, undefined, value.tail !== undefined) : new UntrustedText('');
	return {
		...blank, id, result: raw, bytes: value.kind === 'text' || value.kind === 'hash' ? value.bytes : 0, malformed: problem,
	};
}

function readUsage(value: unknown): StatedUsage | null {
	if (!isRecord(value)) {
		return null;
	}

	const count = (name: string) => readCount(value[name]) ?? 0;
	return {
		input: count('input'), output: count('output'), cacheRead: count('cache_read'), cacheWrite5m: count('cache_write_5m'), cacheWrite1h: count('cache_write_1h'),
	};
}

/**
Read a finding of any writer: see "What real participants write" in the protocol. Never throws.

@param id The id in its key.
@param value What lies under the key, or was published in place of the id. `absent` gives a malformed finding.
*/
export function readFinding(id: string, value: RedisValue): Finding {
	const fields = readFields(value);
	if (!fields.ok) {
		return malformedFinding(id, value, fields.problem);
	}

	const {get} = fields;
	const result = firstOf(get, 'result', 'content', 'answer');
	const task = get('task');
	const status = get('status');
	if (result === undefined && get('result') === undefined && task === undefined && status === undefined) {
		return malformedFinding(id, value, 'no result, content, answer or task in it');
	}

	const oddities: string[] = [];
	const odd = (present: unknown, understood: unknown, what: string) => {
		if (present !== undefined && present !== null && understood === null) {
			oddities.push(what);
		}
	};

	const workerId = readName(firstOf(get, 'worker_id', 'worker'));
	if (workerId === null) {
		oddities.push('no worker_id');
	}

	const tokens = readCount(get('tokens_used'));
	odd(get('tokens_used'), tokens, 'tokens_used is no number');
	const statedUsd = readNumber(get('cost'));
	const costUsd = statedUsd === null || statedUsd > maxCostUsd ? null : statedUsd;
	odd(get('cost'), costUsd, statedUsd === null ? 'cost is no number' : 'cost is beyond belief');
	const time = readTime(get('timestamp'));
	odd(get('timestamp'), time, 'timestamp is no time');
	if (time && !time.zoned) {
		oddities.push(noZone);
	}

	if (get('result') === undefined && result !== undefined) {
		oddities.push('no result, took content or answer');
	}

	if (value.kind === 'hash') {
		oddities.push('kept as a hash');
	}

	if (fields.cut) {
		oddities.push('too large, only a preview was read');
	}

	for (const denial of readList(get('denials')).slice(0, maxDenials)) {
		oddities.push(clean`denied: ${denial.slice(0, maxListedText)}`);
	}

	const text = untrustedText(result);
	return {
		id,
		workerId,
		taskId: readName(get('task_id')),
		atMs: time?.atMs ?? null,
		task: untrustedText(task, maxListedText),
		result: fields.cut ? new UntrustedText(text.toJSON(), undefined, true) : text,
		filesChanged: readList(get('files_changed')).map(file => untrustedText(file, maxListedText)),
		citations: readList(get('citations')),
		tokens,
		costUsd,
		usage: readUsage(get('usage')),
		model: readName(get('model')),
		executor: readName(get('executor')),
		durationMs: readCount(get('duration_ms')),
		status: status === 'failed' || status === 'denied' ? status : 'completed',
		simulated: get('simulated') === true || get('simulated') === 'true',
		bytes: value.kind === 'text' || value.kind === 'hash' ? value.bytes : 0,
		malformed: null,
		oddities: oddities.length === 0 ? noOddities : oddities,
	};
}
