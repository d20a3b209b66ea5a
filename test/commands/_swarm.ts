import type {ExecutionContext} from 'ava';
import {anybody, bench, type Bench} from '../redis/_leases.js';
import {subscriber} from '../swarm/_subscriber.js';

/** A swarm on which every action succeeds: the worker `w` beats, listens to its `orders`, and works on the task `held`; `other` has stopped beating with the task `silent`. */
export async function swarm(t: ExecutionContext): Promise<Bench & {readonly orders: readonly string[]}> {
	const made = await bench(t);
	const {redis, connection, leases, others, write} = made;
	await write('free', 'held', 'silent', 'done');
	await leases.claim(['held'], anybody);
	await others.claim(['silent'], anybody);
	await connection.call('SET', 'worker:status:w', 'now');
	await connection.call('SET', 'task:done:result', 'f');
	const {messages} = await subscriber(t, redis.url, 'swarm:control:w');
	return {...made, orders: messages};
}

/** A call of each command but the dashboard that succeeds in that swarm, in this order. */
export const successfulCalls: Readonly<Record<string, string>> = {
	status: 'status',
	publish: 'publish Look',
	findings: 'findings',
	worker: 'worker --executor dry-run --mode single --task Look',
	budget: 'budget',
	prompt: 'prompt worker',
	help: 'help',
	pause: 'pause w',
	resume: 'resume w',
	drain: 'drain w',
	stop: 'stop w',
	abort: 'abort held',
	cancel: 'cancel silent',
	retry: 'retry silent',
	rescue: 'rescue silent',
	announce: 'announce silent',
	server: 'server --port',
};
