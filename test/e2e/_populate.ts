import {Redis} from 'ioredis';
import type {RedisServer} from '../_helpers/redis-server.js';

/** One command of Redis with its arguments. */
export type RedisCommand = readonly [string, ...ReadonlyArray<string | number>];

/** Send many commands in one go. Rejects when one is refused. */
export async function send({port}: RedisServer, commands: readonly RedisCommand[]): Promise<void> {
	const redis = new Redis({host: '127.0.0.1', port, protocol: 2});
	try {
		const pipeline = redis.pipeline();
		for (const command of commands) {
			pipeline.call(...command);
		}

		for (const [error] of await pipeline.exec() ?? []) {
			if (error) {
				throw error;
			}
		}
	} finally {
		redis.disconnect();
	}
}

/** Ids of tasks that `manyTasks` writes: the dashboard lists them in this order. */
export function manyTaskIds(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => `task_${String(index).padStart(3, '0')}`);
}

/** Tasks that nobody has claimed. */
export function manyTasks(count: number): readonly RedisCommand[] {
	return manyTaskIds(count).map(id => ['SET', `task:${id}`, JSON.stringify({description: `Do what ${id} says`})]);
}

/** What the header says of it once it has been read: how many problems there are. */
export const difficultHeader = / ![2-9]/;

/** A swarm in which everything that is hard to draw occurs: long texts, wide and combining characters, escape sequences, every state. */
export function difficultSwarm(): readonly RedisCommand[] {
	const wide = '世界の検索 '.repeat(40);
	const hostile = '\u001B[2J\u001B[31m\u001B]0;title\u0007red\r\nnext\tline \u202Ereversed e\u0301 👩‍👩‍👧 ';
	const states: ReadonlyArray<readonly RedisCommand[]> = [
		[],
		[['SET', 'task:task_1:claimed', 'haiku_live', 'EX', 250]],
		[['SET', 'task:task_2:claimed', `haiku_${wide}`, 'EX', 250]],
		[['SET', 'task:task_3:result', 'finding_1']],
		[['SET', 'swarm:failed:task_4', JSON.stringify({error: hostile})]],
		[['SET', 'swarm:cancelled:task_5', '1']],
	];
	return [
		...states.flatMap((more, index): readonly RedisCommand[] => [['SET', `task:task_${index}`, JSON.stringify({description: hostile + wide, files: [wide]})], ...more]),
		['SET', `task:${hostile}`, hostile],
		['SET', 'worker:status:haiku_live', 'now', 'EX', 60],
		['SET', `worker:status:${hostile}`, 'now', 'EX', 60],
		...Array.from({length: 60}, (_, index): RedisCommand => ['SET', `finding:finding_${index}`, JSON.stringify({
			finding_id: `finding_${index}`,
			worker_id: index % 2 === 0 ? 'haiku_live' : wide,
			timestamp: new Date(Date.now() - (index * 1e6)).toISOString(),
			task: wide,
			result: hostile + wide,
			tokens_used: 300,
			cost: 0.0011,
		})]),
		['SET', 'finding:not json', hostile],
		['SET', 'cost:haiku', '12.3456'],
	];
}
