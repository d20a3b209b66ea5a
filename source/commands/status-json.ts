import {problemText} from '../text/problem-text.js';
import {savingsNote} from '../text/savings-text.js';
import {heartbeatTtlSeconds} from '../protocol/redis-keys.js';
import {formatTime} from '../protocol/times.js';
import {describeAddress} from '../redis/address.js';
import type {Connection} from '../redis/connection.js';
import type {Finding} from '../protocol/finding.js';
import type {
	BudgetState, Snapshot, TaskRow, WorkerRow,
} from '../store/snapshot.js';

/** The snapshot as `status --json` prints it: schema 1, see docs/scripting.md. Unknown numbers are `null`. */
export function statusJson(snapshot: Snapshot, connection: Connection): Readonly<Record<string, unknown>> {
	const {atMs, link, freshAtMs, workers, tasks, findings, cost, savings, context, problems} = snapshot;
	return {
		schema: 1,
		at: formatTime(atMs),
		redis: {
			address: describeAddress(connection.address),
			server: `${connection.server.name} ${connection.server.version}`,
			link: link.state,
			data_age_ms: freshAtMs === null ? null : Math.max(0, atMs - freshAtMs),
		},
		workers: workers.items.map(worker => workerJson(worker, atMs)),
		tasks: {total: tasks.total, ...tasks.counts, items: tasks.items.map(task => taskJson(task, atMs))},
		findings: {total: findings.total, malformed: findings.malformed, items: findings.items.map(finding => findingJson(finding))},
		cost: {
			haiku: cost.haikuUsd,
			sonnet: cost.sonnetUsd,
			gemini: cost.geminiUsd,
			budget: cost.budget === null || cost.budget === 'unreadable' ? cost.budget : limitsJson(cost.budget),
			burn_usd_per_hour: rounded(cost.burnUsdPerHour, 6),
		},
		savings: {
			baseline: savings.baseline,
			prices_of: savings.pricesOf,
			paid_usd: savings.paidUsd,
			would_have_paid_usd: savings.wouldHavePaidUsd,
			saved_usd: savings.savedUsd,
			saved_percent: rounded(savings.savedPercent, 1),
			tokens_without_split: savings.tally.tokensWithoutSplit,
			note: savingsNote(savings),
		},
		context: context && (context.kind === 'tokens' ? context.tokens : context.text),
		problems: problems.map(problem => ({kind: problem.kind, subject: problem.subject, ...problemText(problem)})),
	};
}

/** The limits as `status --json` and `budget --json` print them. */
export function limitsJson({limitUsd, perTaskUsd, perWorkerUsd, perHourUsd, overUsd}: BudgetState) {
	return {
		limit_usd: limitUsd, per_task_usd: perTaskUsd, per_worker_usd: perWorkerUsd, per_hour_usd: perHourUsd, over_usd: overUsd,
	};
}

function workerJson(worker: WorkerRow, atMs: number) {
	return {
		id: worker.id,
		state: worker.state,
		heartbeat_age_s: worker.beatExpiresAtMs === null ? null : seconds((heartbeatTtlSeconds * 1000) - (worker.beatExpiresAtMs - atMs)),
		last_work_age_s: worker.lastWorkAtMs ? seconds(atMs - worker.lastWorkAtMs) : null,
		tasks: worker.tasks,
		findings: worker.findings,
		tokens: worker.tokens,
		cost_usd: worker.costUsd,
		executor: worker.note?.executor ?? null,
		host: worker.note?.host ?? null,
		says: worker.note?.state ?? null,
		blocked: worker.note?.blocked ?? null,
		progress: worker.note?.progress ?? [],
	};
}

function taskJson(task: TaskRow, atMs: number) {
	return {
		id: task.id,
		state: task.state,
		description: task.description,
		worker: task.workerId,
		claim_expires_in_s: task.workerId === null || task.claimExpiresAtMs === null ? null : seconds(task.claimExpiresAtMs - atMs),
		attempts: task.attempts,
		finding: task.findingId,
		age_s: seconds(atMs - task.sinceMs),
	};
}

/** A finding as `status --json` and `findings --json` print it. */
export function findingJson(finding: Finding) {
	return {
		id: finding.id,
		worker: finding.workerId,
		task: finding.task,
		result: finding.result,
		at: finding.atMs === null ? null : formatTime(finding.atMs),
		tokens: finding.tokens,
		cost_usd: finding.costUsd,
		files_changed: finding.filesChanged,
		citations: finding.citations,
		status: finding.status,
		simulated: finding.simulated,
		malformed: finding.malformed,
	};
}

function seconds(ms: number): number {
	return Math.max(0, Math.round(ms / 100) / 10);
}

function rounded(value: number | null, digits: number): number | null {
	return value === null ? null : Number(value.toFixed(digits));
}
