import type {Executor, Job, Outcome} from '../../source/worker/executor.js';

/** What an executor gives that does nothing. */
export const nothing: Outcome = {
	result: 'done', filesChanged: [], citations: [], tokens: 0, costUsd: 0, simulated: false,
};

/** A job in the hands of an executor. */
export type Running = {readonly job: Job; finish(outcome?: Partial<Outcome>): void; fail(error: Error): void};

/** An executor that does what the test tells it. */
export type Puppet = Executor & {
	/** All jobs so far, in the order in which they began. */
	readonly jobs: readonly Job[];
	/** The most that were in its hands at the same time. */
	readonly most: number;
	/** The next job that nobody has asked for yet. */
	next(): Promise<Running>;
};

/** Make one. A job ends when the test says so, or with the signal. */
export function puppet(): Puppet {
	const jobs: Job[] = [];
	const waiting: Running[] = [];
	const wanted: Array<(running: Running) => void> = [];
	let now = 0;
	let most = 0;
	return {
		name: 'puppet',
		jobs,
		get most() {
			return most;
		},
		async next() {
			const running = waiting.shift();
			return running ?? new Promise(resolve => {
				wanted.push(resolve);
			});
		},
		async execute(job, {signal}) {
			signal.throwIfAborted();
			jobs.push(job);
			now++;
			most = Math.max(most, now);
			try {
				return await new Promise<Outcome>((resolve, reject) => {
					const running: Running = {
						job,
						finish(outcome = {}) {
							resolve({...nothing, ...outcome});
						},
						fail: reject,
					};
					signal.addEventListener('abort', () => {
						reject(signal.reason as Error);
					}, {once: true});
					const asker = wanted.shift();
					if (asker) {
						asker(running);
					} else {
						waiting.push(running);
					}
				});
			} finally {
				now--;
			}
		},
	};
}

/** An executor that has done everything at once. */
export function instantly(outcome: Partial<Outcome> = {}): Executor & {readonly jobs: readonly Job[]} {
	const jobs: Job[] = [];
	return {
		name: 'instantly',
		jobs,
		async execute(job) {
			jobs.push(job);
			return {...nothing, ...outcome};
		},
	};
}
