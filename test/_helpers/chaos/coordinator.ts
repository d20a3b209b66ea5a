import {setInterval as every, setTimeout as delay} from 'node:timers/promises';
import {Redis} from 'ioredis';
import {channels, keys, swarmKeys} from '../../../source/protocol/redis-keys.js';
import {encodeTask} from '../../../source/protocol/new-task.js';
import {parseAddress} from '../../../source/redis/address.js';
import {connect} from '../../../source/redis/connection.js';
import {retry} from '../../../source/swarm/actions/retry.js';
import {describeTask} from './audit.js';

const publishEveryMs = 200;
const lookEveryMs = 100;

/** Who publishes the tasks of a trial and waits for their results. Talks to Redis directly, and waits while it is down. */
export class Coordinator {
	/** How many tasks were set aside after too many attempts, and given new ones by hand. */
	retries = 0;
	readonly #url: string;
	readonly #redis: Redis;

	/** @param url Address of Redis. */
	constructor(url: string) {
		this.#url = url;
		this.#redis = new Redis(url).on('error', () => undefined);
	}

	/**
	Wait until so many listen to announcements.

	@throws The reason of the signal.
	*/
	async untilHeard(listeners: number, signal: AbortSignal): Promise<void> {
		for (;;) {
			const [, count] = await this.#redis.pubsub('NUMSUB', channels.tasks);
			if (Number(count) >= listeners) {
				return;
			}

			signal.throwIfAborted();
			await delay(lookEveryMs);
		}
	}

	/** Announce a task that does not exist, to wake up who waits for a message. */
	async wake(): Promise<void> {
		await this.#redis.publish(channels.tasks, 'nothing');
	}

	/** Write and announce tasks, a few at a time, so that there is something to do at every moment. `onPublished` is told how many there are, after each. */
	async publish(taskIds: readonly string[], perSecond: number, onPublished: (count: number) => void): Promise<void> {
		const burst = Math.ceil(perSecond * publishEveryMs / 1000);
		let count = 0;
		for await (const _ of every(publishEveryMs)) {
			for (const id of taskIds.slice(count, count + burst)) {
				await this.#redis.set(keys.task(id), encodeTask({id, description: describeTask(id)}, Date.now()).json);
				await this.#redis.publish(channels.tasks, id);
				onPublished(++count);
			}

			if (count === taskIds.length) {
				return;
			}
		}
	}

	/**
	Wait until every task has a result, and give those new attempts that were set aside.

	@param patienceMs For how long nothing may move.
	@returns Whether all have a result.
	*/
	async untilDone(taskIds: readonly string[], patienceMs: number): Promise<boolean> {
		let open = taskIds;
		let movedMs = performance.now();
		while (performance.now() - movedMs < patienceMs) {
			const results = await this.#redis.mget(open.map(id => keys.result(id)));
			const next = open.filter((_, index) => results[index] === null);
			if (next.length === 0) {
				return true;
			}

			if (next.length < open.length) {
				movedMs = performance.now();
			}

			open = next;
			await this.#retry(open);
			await delay(lookEveryMs);
		}

		return false;
	}

	/** Hang up. */
	close(): void {
		this.#redis.disconnect();
	}

	async #retry(taskIds: readonly string[]): Promise<void> {
		const failures = await this.#redis.mget(taskIds.map(id => swarmKeys.failed(id)));
		const setAside = taskIds.filter((_, index) => failures[index] !== null);
		if (setAside.length === 0) {
			return;
		}

		const connection = await connect(parseAddress(this.#url), {signal: AbortSignal.timeout(10_000)});
		for (const id of setAside) {
			await retry.run({connection, signal: AbortSignal.timeout(10_000), localWorkers: null}, id, {});
			this.retries++;
		}

		await connection.close();
	}
}
