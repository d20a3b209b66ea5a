/*
A worker in a process of its own: address of Redis and worker id are its arguments. It says what it does, one line each, and ends an attempt when it is told `finish <task id>`. Each attempt
costs $0.25, also when it is aborted.
*/
import process from 'node:process';
import {createInterface} from 'node:readline';
import {parseAddress} from '../../source/redis/address.js';
import {connect} from '../../source/redis/connection.js';
import type {Spending} from '../../source/executors/spending.js';
import {WorkerLoop} from '../../source/worker/worker-loop.js';
import {quick} from '../swarm/_sweep.js';

const [url = '', workerId = ''] = process.argv.slice(2);
const spending: Spending = {
	usage: null, tokens: 100, costUsd: 0.25, costBasis: 'reported', model: 'm',
};
const finish = new Map<string, () => void>();

function say(...words: readonly string[]): void {
	process.stdout.write(`${words.join(' ')}\n`);
}

const loop = new WorkerLoop({
	connection: await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000)}),
	workerId,
	concurrency: 4,
	timings: quick,
	onEvent(event) {
		say(event.type, 'taskId' in event ? event.taskId : '', 'release' in event ? event.release : '');
	},
	executor: {
		name: 'program',
		model: 'm',
		workdir: null,
		wantsContext: false,
		costIsKnown: true,
		async execute({taskId}, {signal}) {
			const finished = new Promise<void>(resolve => {
				finish.set(taskId ?? '', resolve);
			});
			const aborted = new Promise<void>(resolve => {
				signal.addEventListener('abort', () => {
					resolve();
				}, {once: true});
			});
			say('executing', taskId ?? '');
			await Promise.race([finished, aborted]);
			return signal.aborted
				? {
					...spending, status: 'failed', error: 'it was aborted', blame: 'task', retryAfterMs: null, filesChanged: [],
				}
				: {
					...spending, status: 'completed', result: workerId, filesChanged: [], citations: [], denials: [],
				};
		},
	},
});
createInterface(process.stdin).on('line', line => {
	finish.get(line.replace('finish ', ''))?.();
});
await loop.start();
