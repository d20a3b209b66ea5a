import type {ExecutionContext} from 'ava';
import * as v from 'valibot';
import {runProgram} from '../_helpers/dashboard.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.nullable(v.number());
const text = v.nullable(v.string());
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+00:00$/));

const worker = v.strictObject({
	id: v.string(),
	state: v.picklist(['working', 'idle', 'quiet', 'lost', 'unknown']),
	heartbeat_age_s: amount,
	last_work_age_s: amount,
	tasks: v.array(v.string()),
	findings: count,
	tokens: count,
	cost_usd: v.number(),
	executor: text,
	host: text,
	says: v.nullable(v.picklist(['idle', 'working', 'paused', 'draining'])),
	blocked: text,
	progress: v.array(v.strictObject({
		task: v.string(), turn: count, tool: text, tokens: count,
	})),
});

const task = v.strictObject({
	id: v.string(),
	state: v.picklist(['announced', 'claimed', 'slow', 'orphaned', 'done', 'failed', 'cancelled']),
	description: v.string(),
	worker: text,
	claim_expires_in_s: amount,
	attempts: count,
	finding: text,
	age_s: v.number(),
});

const findingEntries = {
	id: v.string(),
	worker: text,
	task: v.string(),
	result: v.string(),
	at: v.nullable(time),
	tokens: v.nullable(count),
	cost_usd: amount,
	files_changed: v.array(v.string()),
	citations: v.array(v.string()),
	malformed: text,
};

/** A finding as `findings --json` prints it. `status` and `simulated` are not in the design, but added to it. */
export const findingSchema = v.strictObject({...findingEntries, status: v.picklist(['completed', 'denied', 'failed']), simulated: v.boolean()});

const budget = v.strictObject({
	limit_usd: amount, per_task_usd: amount, per_worker_usd: amount, per_hour_usd: amount, over_usd: v.pipe(v.number(), v.minValue(0)),
});

/** What `status --json` prints, field by field as the design has it; with `slow` among the states of tasks, and what workers of ours say of themselves. */
export const statusSchema = v.strictObject({
	schema: v.literal(1),
	at: time,
	redis: v.strictObject({
		address: v.string(), server: v.string(), link: v.picklist(['live', 'lost', 'connecting']), data_age_ms: v.nullable(count),
	}),
	workers: v.array(worker),
	tasks: v.strictObject({
		total: count, announced: count, claimed: count, slow: count, orphaned: count, done: count, failed: count, cancelled: count, items: v.array(task),
	}),
	findings: v.strictObject({total: count, malformed: count, items: v.array(findingSchema)}),
	cost: v.strictObject({
		haiku: amount, sonnet: amount, gemini: amount, budget: v.nullable(v.union([budget, v.literal('unreadable')])), burn_usd_per_hour: amount,
	}),
	savings: v.strictObject({
		baseline: v.string(),
		prices_of: v.nullable(v.pipe(v.string(), v.isoDate())),
		paid_usd: v.number(),
		would_have_paid_usd: amount,
		saved_usd: amount,
		saved_percent: amount,
		tokens_without_split: count,
		note: v.string(),
	}),
	context: v.nullable(v.union([v.string(), v.number()])),
	problems: v.array(v.strictObject({
		kind: v.string(), subject: text, why: v.string(), remedy: v.string(),
	})),
});

/** What `status --json` printed, read. */
export type Status = v.InferOutput<typeof statusSchema>;

/**
What `status --json` of the built program says of a swarm now.

@throws When it is no JSON, or a field is missing, of another type, or not known.
*/
export async function statusOf(t: ExecutionContext, url: string): Promise<Status> {
	const {exitCode, stdout, stderr} = await runProgram(url, 'status', '--json');
	t.deepEqual([exitCode, stderr], [0, '']);
	return v.parse(statusSchema, JSON.parse(stdout));
}
