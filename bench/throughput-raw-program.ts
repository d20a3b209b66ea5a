/*
What our worker sends for each task, with as little as possible around it: the same scripts, keys, findings and batches, over a client written by hand that knows no errors, no second attempt and no other command.
*/
import {newFindingId} from '../source/protocol/ids.js';
import {channels} from '../source/protocol/redis-keys.js';
import {nothingSpent} from '../source/executors/spending.js';
import {encodeAttempt} from '../source/worker/encode-attempt.js';
import {defaultTimings} from '../source/protocol/timings.js';
import type {Connection} from '../source/redis/connection.js';
import {loadScript} from '../source/redis/load-script.js';
import {Leases, type Answer} from '../source/worker/lease-scripts.js';
import {doBatches, order, Tally} from './throughput-batches.js';
import {openResp, type Reply} from './throughput-resp.js';

const workerId = 'haiku_raw';
const spender = {spentUsd: 0, limitUsd: null, costIsKnown: true} as const;
const maxPerCall = 64;
const tally = new Tally();
const heard: string[] = [];
const answers: Answer[] = [];
let inHand = 0;
let isClaiming = false;
let isCompleting = false;

const onReplies: Array<(reply: Reply) => void> = [];
const send = openResp(order.port, reply => {
	onReplies.shift()!(reply);
});

async function call(...command: readonly string[]): Promise<Reply> {
	return new Promise(resolve => {
		onReplies.push(resolve);
		send(command);
	});
}

const evaluate: Connection['evaluate'] = async ({sha1}, keys, args) => call('EVALSHA', sha1, String(keys.length), ...keys.map(String), ...args.map(String));
// The only part of a connection that leases use.
const connection: Partial<Connection> = {evaluate};
const leases = new Leases({connection: connection as Connection, workerId, timings: defaultTimings});
await Promise.all(['claim-n', 'complete-n'].map(async name => call('SCRIPT', 'LOAD', loadScript(name).lua)));

async function claim(): Promise<void> {
	const count = Math.min(order.concurrency, order.concurrency + maxPerCall - inHand, heard.length, maxPerCall);
	if (isClaiming || count === 0) {
		return;
	}

	isClaiming = true;
	inHand += count;
	const taskIds = heard.splice(0, count);
	const claims = await leases.claim(taskIds, spender);
	isClaiming = false;
	for (const [index, taskId] of taskIds.entries()) {
		const claimed = claims[index];
		if (claimed?.kind !== 'claimed') {
			throw new Error(`Expected ${taskId} to be free, got ${JSON.stringify(claimed)}`);
		}

		answers.push(answer(taskId, claimed.body));
	}

	void complete();
	void claim();
}

function answer(taskId: string, body: string): Answer {
	const {description} = JSON.parse(body) as {readonly description: string};
	const findingId = newFindingId();
	return {
		taskId,
		findingId,
		costUsd: 0,
		json: encodeAttempt({
			findingId,
			workerId,
			taskId,
			attempt: 1,
			description,
			executor: 'dry-run',
			durationMs: 0,
			outcome: {
				...nothingSpent,
				costBasis: 'simulated',
				status: 'completed',
				result: `(simulated) Nothing was done. The task was: ${description} (1 file)`,
				filesChanged: [],
				citations: [],
				denials: [],
			},
			redact: value => value,
		}),
	};
}

async function complete(): Promise<void> {
	if (isCompleting || answers.length === 0) {
		return;
	}

	isCompleting = true;
	const now = answers.splice(0, maxPerCall);
	await leases.complete(now);
	isCompleting = false;
	inHand -= now.length;
	for (const _ of now) {
		tally.count();
	}

	void complete();
	void claim();
}

await new Promise<void>(resolve => {
	const subscribe = openResp(order.port, reply => {
		const [type, , message] = reply as readonly [string, string, string];
		if (type === 'message') {
			heard.push(message);
			void claim();
		} else {
			resolve();
		}
	});
	subscribe(['SUBSCRIBE', channels.tasks]);
});
await doBatches(async () => {
	const all = tally.next();
	return async () => all;
});
