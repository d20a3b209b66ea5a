import type {
	ExecuteOptions, Executor, Job, Outcome,
} from '../../source/executors/executor.js';
import {nothingSpent} from '../../source/executors/spending.js';

/** An answer. */
export type Answer = Extract<Outcome, {status: 'completed' | 'denied'}>;

/** What an executor gives that does nothing. */
export const nothing: Answer = {
	...nothingSpent, status: 'completed', result: 'done', filesChanged: [], citations: [], denials: [],
};

/** What an executor gives that failed. */
export const failure: Extract<Outcome, {status: 'failed'}> = {
	...nothingSpent, status: 'failed', error: 'it broke', blame: 'task', retryAfterMs: null, filesChanged: [],
};

const plain = {
	model: null, workdir: null, wantsContext: false, costIsKnown: true,
} as const;

/** A job in the hands of an executor. */
export type Running = {readonly job: Job; readonly options: ExecuteOptions; finish(outcome?: Partial<Answer>): void; end(outcome: Outcome): void; fail(error: Error): void};

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
export function puppet(traits: Partial<Pick<Executor, 'wantsContext' | 'costIsKnown' | 'model'>> = {}): Puppet {
	const jobs: Job[] = [];
	const waiting: Running[] = [];
	const wanted: Array<(running: Running) => void> = [];
	let now = 0;
	let most = 0;
	return {
		...plain,
		...traits,
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
		async execute(job, options) {
			const {signal} = options;
			signal.throwIfAborted();
			jobs.push(job);
			now++;
			most = Math.max(most, now);
			try {
				return await new Promise<Outcome>((resolve, reject) => {
					const running: Running = {
						job,
						options,
						end: resolve,
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
export function instantly(outcome: Partial<Answer> = {}): Executor & {readonly jobs: readonly Job[]} {
	const jobs: Job[] = [];
	return {
		...plain,
		name: 'instantly',
		jobs,
		async execute(job) {
			jobs.push(job);
			return {...nothing, ...outcome};
		},
	};
}
