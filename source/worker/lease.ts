import type {BudgetRefusal} from '../money/budget.js';
import {newFindingId} from '../protocol/ids.js';
import {keys, swarmKeys} from '../protocol/keys.js';
import {beatsSeconds, maxAttempts, type Timings} from '../protocol/timings.js';
import {formatTime} from '../protocol/times.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';

const claimScript = loadScript('claim-n');
const renewScript = loadScript('renew-n');
const completeScript = loadScript('complete-n');
const releaseScript = loadScript('release-11');
const recordScript = loadScript('record-4');
const idsPerCall = 1000;

/** What came of a claim. `over`: there is nothing to do, or not now. `budget`: nothing may be claimed at the moment. */
export type Claim
	= | {readonly kind: 'claimed'; readonly body: string; readonly attempt: number; readonly capUsd: number | null}
		| {readonly kind: 'over'; readonly why: string}
		| {readonly kind: 'budget'; readonly refusal: BudgetRefusal};

/** What came of a renewal. `lost`: somebody else has the task or has answered it. */
export type Renewal = 'kept' | 'lost' | 'cancelled';

/** What came of an answer. `refused`: the task had passed to another. `uncounted`: done, but its cost could not be added. */
export type Completion = 'done' | 'refused' | 'uncounted';

/** What came of giving back. `resting`: to be announced again after a while. `lost`: it was not ours any more. */
export type Release = 'resting' | 'announced' | 'set aside' | 'cancelled' | 'lost';

/** Who holds leases, and for how long. */
export type Holder = {
	readonly connection: Connection;
	readonly workerId: string;
	readonly timings: Timings;
};

/** What the budget must know of a worker. */
export type Spender = {
	readonly spentUsd: number;
	/** The most that it may spend, `null`: no limit of its own. */
	readonly capUsd: number | null;
	readonly costIsKnown: boolean;
};

/** What an attempt leaves behind when it answers its task. */
export type Answer = {
	readonly taskId: string;
	readonly findingId: string;
	/** The finding as it is written. */
	readonly json: string;
	/** To be added to the costs, in US dollars. */
	readonly costUsd: number;
};

/** What an attempt leaves behind when it does not. */
export type Surrender = {
	readonly taskId: string;
	readonly findingId: string;
	/** `null`: the attempt does not count. */
	readonly error: string | null;
	/** The finding that tells of the attempt; `null` where there is nothing to tell. */
	readonly json: string | null;
	/** To be added to the costs, in US dollars. */
	readonly costUsd: number;
	/** How long the task rests after a first failed attempt, in milliseconds. Default: `backoffMs` of the timings. */
	readonly restMs?: number;
};

/**
A worker's leases, each call one script: harmless when it is sent twice, and one call for many tasks.

@throws What the connection throws.
*/
export class Leases {
	readonly #holder: Holder;

	constructor(holder: Holder) {
		this.#holder = holder;
	}

	/** Claim tasks, or confirm that they are ours. */
	async claim(taskIds: readonly string[], {spentUsd, capUsd, costIsKnown}: Spender): Promise<readonly Claim[]> {
		const {connection, workerId, timings} = this.#holder;
		const replies = await connection.evaluate(claimScript, [
			swarmKeys.budget,
			keys.cost('haiku'),
			swarmKeys.hour,
			swarmKeys.beats(workerId),
			...taskIds.flatMap(id => [keys.task(id), keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id), swarmKeys.backoff(id), swarmKeys.attempts(id), swarmKeys.spentOn(id)]),
		], [workerId, timings.claimTtlMs, maxAttempts, decimal(spentUsd), capUsd === null ? '' : decimal(capUsd), costIsKnown ? 1 : 0, beatsSeconds]);
		return (replies as readonly ClaimReply[]).map(reply => readClaim(reply));
	}

	/** Keep the claims of what is in hand. */
	async renew(taskIds: readonly string[]): Promise<readonly Renewal[]> {
		const {connection, workerId, timings} = this.#holder;
		const replies = await connection.evaluate(renewScript, taskIds.flatMap(id => [keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id)]), [workerId, timings.claimTtlMs]);
		return replies as readonly Renewal[];
	}

	/** Answer tasks. */
	async complete(answers: readonly Answer[]): Promise<readonly Completion[]> {
		const {connection, workerId, timings} = this.#holder;
		const replies = await connection.evaluate(
			completeScript,
			[keys.cost('haiku'), swarmKeys.findings, ...answers.flatMap(({taskId, findingId}) => [keys.claim(taskId), keys.result(taskId), keys.finding(findingId), swarmKeys.spent(findingId)])],
			[workerId, timings.claimTtlMs, ...answers.flatMap(({taskId, findingId, json, costUsd}) => [taskId, findingId, json, amount(costUsd)])],
		);
		return replies as readonly Completion[];
	}

	/** Give a task back. */
	async release({taskId, findingId, error, json, costUsd, restMs}: Surrender): Promise<Release> {
		const {connection, workerId, timings} = this.#holder;
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

	/** Give back what is claimed in our name and not in our hands: left by a process before us that had the same id, or by a claim whose reply came too late. */
	async releaseLeftovers(taskIds: readonly string[], isInHand: (taskId: string) => boolean): Promise<void> {
		const {connection, workerId} = this.#holder;
		for (let index = 0; index < taskIds.length; index += idsPerCall) {
			const ids = taskIds.slice(index, index + idsPerCall);
			const holders = await connection.call('MGET', ...ids.map(id => keys.claim(id))) as ReadonlyArray<string | null>;
			for (const taskId of ids.filter((_, at) => holders[at] === workerId)) {
				// Asked at the last moment: while one is given back, another may come into our hands again.
				if (isInHand(taskId)) {
					continue;
				}

				await this.release({
					taskId, findingId: newFindingId(), error: 'its worker ended before it was done', json: null, costUsd: 0, restMs: 0,
				});
			}
		}
	}
}

/**
Write a finding that answers no task, and add its cost.

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
	switch (reply[0]) {
		case 'claimed': {
			const [kind, body, attempt, limitUsd] = reply;
			return {
				kind, body, attempt, capUsd: limitUsd === '' ? null : Number(limitUsd),
			};
		}

		case 'over': {
			return {kind: 'over', why: reply[1]};
		}

		case 'budget': {
			const [kind, code, limitUsd] = reply;
			return {kind, refusal: (limitUsd === undefined ? {code} : {code, limitUsd: Number(limitUsd)}) as BudgetRefusal};
		}
	}
}

function amount(usd: number): string {
	return usd === 0 ? '' : decimal(usd);
}

/** A number as Redis reads it: JavaScript writes small ones as `1e-7`. */
function decimal(usd: number): string {
	return usd.toFixed(9).replace(/\.?0+$/u, '') || '0';
}
