import type {ExecutionContext} from 'ava';
import {defaultTimings} from '../../source/protocol/timings.js';
import type {Connection} from '../../source/redis/connection.js';
import {Leases, type Claim, type Spender} from '../../source/worker/lease-scripts.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {open} from '../swarm/_watch.js';
import {onlooker, type Everything} from './_everything.js';

/** A swarm without workers, in which scripts are tried out. */
export type Bench = {
	readonly redis: RedisServer;
	readonly connection: Connection;
	/** Of the worker `w`. */
	readonly leases: Leases;
	/** Of the worker `other`. */
	readonly others: Leases;
	look(): Promise<Everything>;
	/** What was published on the channels of the protocol so far. */
	messages(): Promise<readonly string[]>;
	/** Write tasks, each with a body that names it. */
	write(...taskIds: readonly string[]): Promise<void>;
	/** The worker `w` claims one task. */
	claim(taskId: string, spender?: Partial<Spender>): Promise<Claim>;
};

/** A worker that may spend what it likes. */
export const anybody: Spender = {spentUsd: 0, limitUsd: null, costIsKnown: true};

/** Make one, for one test. */
export async function bench(t: ExecutionContext): Promise<Bench> {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const leases = new Leases({connection, workerId: 'w', timings: defaultTimings});
	const {look} = await onlooker(t, redis.url, connection);
	return {
		redis,
		connection,
		leases,
		others: new Leases({connection, workerId: 'other', timings: defaultTimings}),
		look,
		async messages() {
			const {messages} = await look();
			return messages;
		},
		async write(...taskIds) {
			await connection.call('MSET', ...taskIds.flatMap(id => [`task:${id}`, `body of ${id}`]));
		},
		async claim(taskId, spender = {}) {
			const [claim] = await leases.claim([taskId], {...anybody, ...spender});
			return claim!;
		},
	};
}
