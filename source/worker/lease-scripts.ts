import type {BudgetRefusal} from '../money/budget.js';
import {newFindingId} from '../protocol/ids.js';
import {match} from '../protocol/match.js';
import {keys, swarmKeys} from '../protocol/redis-keys.js';
import {beatsSeconds, maxAttempts} from '../protocol/timings.js';
import {formatTime} from '../protocol/times.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import {endReasons} from '../text/worker-text.js';
import type {ReadyWorkerOptions} from './worker-options.js';

const claimScript = loadScript('claim-n');
const renewScript = loadScript('renew-n');
const completeScript = loadScript('complete-n');
const releaseScript = loadScript('release-11');
const recordScript = loadScript('record-4');
const idsPerCall = 1000;

/** The result of a claim. `over`: the task cannot be claimed (any more, or now). `budget`: the budget allows no claim at the moment. */
export type Claim
	= | {readonly kind: 'claimed'; readonly body: string; readonly attempt: number; readonly limitUsd: number | null}
		| {readonly kind: 'over'; readonly why: string}
		| {readonly kind: 'budget'; readonly refusal: BudgetRefusal};

/** The result of a renewal. `lost`: another worker holds the task or has completed it. */
export type Renewal = 'kept' | 'lost' | 'cancelled';

/** The result of a completion. `refused`: another worker holds the task. `uncounted`: done, but its cost could not be added. */
export type Completion = 'done' | 'refused' | 'uncounted';

/** The result of a release. `resting`: to be announced again after the backoff. `lost`: the lease was not ours any more. */
export type Release = 'resting' | 'announced' | 'set aside' | 'cancelled' | 'lost';

/** What the budget needs to know about a worker. */
export type Spender = {
	readonly spentUsd: number;
	/** The most it may spend, in US dollars; `null`: no limit of its own. */
	readonly limitUsd: number | null;
	readonly costIsKnown: boolean;
};

/** What is written when an attempt completes its task. */
export type Answer = {
	readonly taskId: string;
	readonly findingId: string;
	/** The finding as it is written. */
	readonly json: string;
	/** To be added to the costs, in US dollars. */
	readonly costUsd: number;
};

/** What is written when an attempt gives its task back. `json` is `null` where nothing was spent. */
export type Surrender = Omit<Answer, 'json'> & {
	readonly json: string | null;
	/** `null`: the attempt does not count against the task. */
	readonly error: string | null;
	/** The backoff after the first failed attempt, in milliseconds. Default: `backoffMs` of the timings. */
	readonly restMs?: number;
};

/** The leases of a worker. Each method is one script call for many tasks, harmless when it is sent twice. @throws What the connection throws. */
export class Leases {
	constructor(private readonly holder: Pick<ReadyWorkerOptions, 'connection' | 'workerId' | 'timings'>) {}

	/** Claim tasks, or confirm the leases we already hold. */
	async claim(taskIds: readonly string[], {spentUsd, limitUsd, costIsKnown}: Spender): Promise<readonly Claim[]> {
		const {connection, workerId, timings} = this.holder;
		const replies = await connection.evaluate(claimScript, [
			swarmKeys.budget,
			keys.cost('haiku'),
			swarmKeys.hour,
			swarmKeys.beats(workerId),
			...taskIds.flatMap(id => [keys.task(id), keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id), swarmKeys.backoff(id), swarmKeys.attempts(id), swarmKeys.spentOn(id)]),
		], [workerId, timings.claimTtlMs, maxAttempts, decimal(spentUsd), limitUsd === null ? '' : decimal(limitUsd), costIsKnown ? 1 : 0, beatsSeconds]);
		return (replies as readonly ClaimReply[]).map(reply => readClaim(reply));
	}

	/** Renew leases. */
	async renew(taskIds: readonly string[]): Promise<readonly Renewal[]> {
		const {connection, workerId, timings} = this.holder;
		const replies = await connection.evaluate(renewScript, taskIds.flatMap(id => [keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id)]), [workerId, timings.claimTtlMs]);
		return replies as readonly Renewal[];
	}

	/** Complete tasks. */
	async complete(answers: readonly Answer[]): Promise<readonly Completion[]> {
		const {connection, workerId, timings} = this.holder;
		const replies = await connection.evaluate(
			completeScript,
			[keys.cost('haiku'), swarmKeys.findings, ...answers.flatMap(({taskId, findingId}) => [keys.claim(taskId), keys.result(taskId), keys.finding(findingId), swarmKeys.spent(findingId)])],
			[workerId, timings.claimTtlMs, ...answers.flatMap(({taskId, findingId, json, costUsd}) => [taskId, findingId, json, amount(costUsd)])],
		);
		return replies as readonly Completion[];
	}

	/** Release a task: give it back. */
	async release({taskId, findingId, error, json, costUsd, restMs}: Surrender): Promise<Release> {
		const {connection, workerId, timings} = this.holder;
		const reply = await connection.evaluate(releaseScript, [
			keys.claim(taskId),
			swarmKeys.attempts(taskId),
			swarmKeys.failed(taskId),
			swarmKeys.cancelled(taskId),
			swarmKeys.backoff(taskId),
			swarmKeys.spentOn(taskId),
			swarmKeys.budget,
			keys.cost('haiku'),
			keys.finding(findingId),
			swarmKeys.spent(findingId),
			keys.result(taskId),
		], [workerId, taskId, error ?? '', restMs ?? timings.backoffMs, maxAttempts, findingId, json ?? '', amount(costUsd), formatTime(Date.now())]);
		return reply as Release;
	}

	/** Release leases in our name that we do not execute: left by an earlier process with the same id, or by a claim whose reply was lost. */
	async releaseLeftovers(taskIds: readonly string[], isActive: (taskId: string) => boolean): Promise<void> {
		const {connection, workerId} = this.holder;
		for (let index = 0; index < taskIds.length; index += idsPerCall) {
			const ids = taskIds.slice(index, index + idsPerCall);
			const holders = await connection.call('MGET', ...ids.map(id => keys.claim(id))) as ReadonlyArray<string | null>;
			for (const taskId of ids.filter((_, at) => holders[at] === workerId)) {
				// Checked at the last moment: another task may have become active meanwhile.
				if (isActive(taskId)) {
					continue;
				}

				await this.release({
					taskId, findingId: newFindingId(), error: endReasons.leftBehind, json: null, costUsd: 0, restMs: 0,
				});
			}
		}
	}
}

/**
Write a finding that completes no task, and add its cost.

@returns Whether its cost could be added.
@throws What the connection throws.
*/
export async function recordFinding(connection: Connection, {findingId, json, costUsd}: Omit<Answer, 'taskId'>): Promise<boolean> {
	const reply = await connection.evaluate(recordScript, [keys.finding(findingId), swarmKeys.spent(findingId), keys.cost('haiku'), swarmKeys.findings], [findingId, json, amount(costUsd)]);
	return reply === 'recorded';
}

type ClaimReply
	= | readonly ['claimed', body: string, attempt: number, limitUsd: string]
		| readonly ['over', why: string]
		| readonly ['budget', code: BudgetRefusal['code'], limitUsd?: string];

function readClaim(reply: ClaimReply): Claim {
	return match<'0', ClaimReply, Claim>('0', reply, {
		claimed: ([kind, body, attempt, limitUsd]) => ({
			kind, body, attempt, limitUsd: limitUsd === '' ? null : Number(limitUsd),
		}),
		over: ([kind, why]) => ({kind, why}),
		budget: ([kind, code, limitUsd]) => ({kind, refusal: (limitUsd === undefined ? {code} : {code, limitUsd: Number(limitUsd)}) as BudgetRefusal}),
	});
}

function amount(usd: number): string {
	return usd === 0 ? '' : decimal(usd);
}

/** A number as Redis reads it: JavaScript writes small ones as `1e-7`. */
function decimal(usd: number): string {
	return usd.toFixed(9).replace(/\.?0+$/u, '') || '0';
}
