import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {RedisServer} from '../test/_helpers/redis-server.js';
import {cpuMs} from './process-facts.js';
import {openRedisPipe, type Command, type RedisPipe} from './redis-pipe.js';
import {fillQueue} from './throughput-queue.js';
import {tasksOf} from './throughput-tasks.js';

/** Somebody who does tasks, as a process of its own; `throughput-batches.ts` says what it is told. */
export type Participant = {
	readonly name: string;
	/** A program and its first arguments. */
	readonly command: readonly [string, ...string[]];
	/** How many tasks it does at once. */
	readonly concurrency: number;
	/** How many tasks a batch has. */
	readonly tasks: number;
	/** Where its tasks come from: from announcements of ours, or from queues that it has filled before. */
	readonly source: 'announcements' | 'queue';
	/** Whether tasks are written before the clock starts, and only announced after it; or written within it too. */
	readonly isFilledBefore: boolean;
};

/** What one run of a participant came to. */
export type Run = {
	readonly perSecond: number;
	/** CPU time of the participant, all threads, in microseconds for each task. */
	readonly clientMicros: number;
	/** CPU time of the server, announcements with it, in microseconds for each task. */
	readonly serverMicros: number;
};

// The first one warms compilers and caches up, and is not counted.
const batches = 5;
const longestMs = 120_000;

// A task is done when it has a result, and that is the id of a finding.
const countDone: Readonly<Record<Participant['source'], (server: RedisServer, batch: number, tasks: number) => Promise<number>>> = {
	async announcements(server, batch, tasks) {
		const results = await server.cli('MGET', ...tasksOf(batch, tasks).map(({id}) => `task:${id}:result`));
		return Number(await server.cli('EXISTS', ...results.split('\n').map(finding => `finding:${finding}`)));
	},
	queue: async (server, batch) => Number(await server.cli('ZCARD', `bull:bench-${batch}:completed`)),
};

/**
Let a participant do its batches on an emptied server, each from the first announcement to the last completion.

@throws When it ends early, or says that it has done what it has not.
*/
export async function runParticipant(participant: Participant, server: RedisServer): Promise<Run> {
	const {name, command: [program, ...first], concurrency, tasks, source, isFilledBefore} = participant;
	await server.cli('FLUSHALL');
	const pipe = await openRedisPipe(server.port);
	const child = spawn(program, [...first, ...[server.port, concurrency, tasks, batches, Number(isFilledBefore)].map(String)], {stdio: ['pipe', 'pipe', 'inherit']});
	const exited = once(child, 'exit');
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const expectLine = async (expected: string) => {
		const line = await lines.next() as IteratorResult<string, undefined>;
		if (line.value !== expected) {
			throw new Error(`Expected "${expected}" from ${name}, got ${line.done ? 'its end' : JSON.stringify(line.value)}`);
		}
	};

	// Where a task is lost, `done` never comes.
	const deadline = setTimeout(() => {
		child.kill('SIGKILL');
	}, longestMs);
	const cpu = () => ({client: cpuMs(child.pid!), server: cpuMs(server.pid)});
	const sums = {ms: 0, clientMs: 0, serverMs: 0};
	try {
		for (let batch = 0; batch < batches; batch++) {
			await expectLine('ready');
			const publish = await prepare(participant, pipe, server, batch);
			const [before, startMs] = [cpu(), performance.now()];
			child.stdin.write('go\n');
			const published = publish();
			await expectLine('done');
			const [ms, after] = [performance.now() - startMs, cpu()];
			await published;
			const done = await countDone[source](server, batch, tasks);
			if (done !== tasks) {
				throw new Error(`Expected ${tasks} tasks done by ${name}, got ${done}`);
			}

			if (batch > 0) {
				sums.ms += ms;
				sums.clientMs += after.client - before.client;
				sums.serverMs += after.server - before.server;
			}
		}
	} finally {
		clearTimeout(deadline);
		child.kill('SIGKILL');
		await exited;
		pipe.close();
	}

	const counted = tasks * (batches - 1);
	return {perSecond: counted / sums.ms * 1000, clientMicros: sums.clientMs / counted * 1000, serverMicros: sums.serverMs / counted * 1000};
}

/** Do what comes before the clock. @returns What its producer does when the clock has started. */
async function prepare({source, isFilledBefore, tasks: count}: Participant, pipe: RedisPipe, server: RedisServer, batch: number): Promise<() => Promise<unknown>> {
	const tasks = tasksOf(batch, count);
	if (source === 'queue') {
		return isFilledBefore ? async () => undefined : async () => fillQueue(server.port, batch, tasks);
	}

	const bodies = tasks.map(({id, body}): Command => ['SET', `task:${id}`, JSON.stringify(body)]);
	const announcements = tasks.map(({id}): Command => ['PUBLISH', 'channel:tasks', id]);
	if (isFilledBefore) {
		await pipe.send(bodies);
		return async () => pipe.send(announcements);
	}

	return async () => pipe.send(bodies.flatMap((body, index) => [body, announcements[index]!]));
}
