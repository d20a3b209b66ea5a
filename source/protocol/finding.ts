import {clean, cleanText} from './clean-text.js';
import {firstOf, readFields} from './stored-object.js';
import {textOfJson, UntrustedText} from './untrusted-text.js';
import {
	readCount, readList, readName, readNumber,
} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {readTime} from './times.js';
import {readUsage, type Usage} from './usage.js';

/** A finding of any writer. */
export type Finding = {
	/** From its key. */
	readonly id: string;
	readonly workerId: string | null;
	/** The task it completes, if its writer says so (our addition). */
	readonly taskId: string | null;
	/** The time it states, in milliseconds since the epoch. */
	readonly atMs: number | null;
	readonly task: UntrustedText;
	readonly result: UntrustedText;
	readonly filesChanged: readonly UntrustedText[];
	readonly citations: readonly string[];
	/** Input and output tokens. */
	readonly tokens: number | null;
	readonly costUsd: number | null;
	readonly usage: Usage | null;
	readonly model: string | null;
	readonly executor: string | null;
	/** How long the attempt took, if its writer says so (our addition). */
	readonly durationMs: number | null;
	readonly status: 'completed' | 'failed' | 'denied';
	/** No model ran: it costs nothing. */
	readonly simulated: boolean;
	/** Its size in Redis. */
	readonly bytes: number;
	/** Why this is not a finding, or `null`. Its `result` is then the raw value. */
	readonly malformed: string | null;
	/** What is odd about it, and which tools were denied to its worker. Clean. */
	readonly oddities: readonly string[];
};

/** An oddity so common that lists do not mark it. */
export const noZone = 'timestamp has no zone';

const noOddities: readonly string[] = Object.freeze([]);
const maxListedText = 500;
const maxDenials = 5;
// Anything more expensive is a mistake, and would make sums of a million findings inexact.
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

/** Read a finding of any writer: see "What real participants write" in the protocol. Never throws. @param value From its key, or published instead of its id. `absent` is a malformed finding. */
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
		return malformedFinding(id, value, 'no result, content, answer or task');
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
	odd(get('tokens_used'), tokens, 'tokens_used is not a number');
	const statedUsd = readNumber(get('cost'));
	const costUsd = statedUsd === null || statedUsd > maxCostUsd ? null : statedUsd;
	odd(get('cost'), costUsd, statedUsd === null ? 'cost is not a number' : 'cost is implausibly high');
	const time = readTime(get('timestamp'));
	odd(get('timestamp'), time, 'timestamp is not a time');
	if (time && !time.zoned) {
		oddities.push(noZone);
	}

	if (get('result') === undefined && result !== undefined) {
		oddities.push('content or answer instead of result');
	}

	if (value.kind === 'hash') {
		oddities.push('stored as a hash');
	}

	if (fields.cut) {
		oddities.push('too large: only a preview was read');
	}

	for (const denial of readList(get('denials')).slice(0, maxDenials)) {
		oddities.push(clean`denied: ${denial.slice(0, maxListedText)}`);
	}

	for (const oddity of readList(get('oddities')).slice(0, maxDenials)) {
		oddities.push(cleanText(oddity.slice(0, maxListedText)));
	}

	const text = textOfJson(result);
	return {
		id,
		workerId,
		taskId: readName(get('task_id')),
		atMs: time?.atMs ?? null,
		task: textOfJson(task, maxListedText),
		result: fields.cut ? new UntrustedText(text.toJSON(), undefined, true) : text,
		filesChanged: readList(get('files_changed')).map(file => textOfJson(file, maxListedText)),
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
