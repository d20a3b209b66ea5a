import {randomInt} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import type {Executor} from '../../../source/executors/executor.js';
import type {Spending} from '../../../source/executors/spending.js';
import {oneIn} from './chance.js';
import {tokensFor} from './spending-book.js';

const model = 'claude-haiku-4-5-20251001';

/**
An executor that takes some time, pays for every attempt, and fails in one of a hundred all the same. Half of the attempts that are aborted have already cost something.

@param spend Pays for an attempt at a task, and answers with the amount, in micro-dollars.
*/
export function payingExecutor(spend: (taskId: string) => number): Executor {
	const pay = (taskId: string): Spending => {
		const microUsd = spend(taskId);
		const {input, output} = tokensFor(microUsd);
		return {
			usage: {
				input, output, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0,
			},
			tokens: input + output,
			costUsd: microUsd / 1e6,
			costBasis: 'list_price',
			model,
		};
	};

	return {
		name: 'chaos',
		model,
		workdir: null,
		wantsContext: false,
		costIsKnown: true,
		async execute({taskId, description}, {signal}) {
			try {
				await delay(workMs(), undefined, {signal});
			} catch (error) {
				if (oneIn(2)) {
					throw error;
				}
			}

			const spending = pay(taskId ?? '');
			return signal.aborted || oneIn(100)
				? {
					...spending, status: 'failed', error: 'expected luck, got none', blame: 'task', retryAfterMs: null, filesChanged: [],
				}
				: {
					...spending, status: 'completed', result: `did: ${description}`, filesChanged: [], citations: [], denials: [],
				};
		},
	};
}

/** How long an attempt takes: some milliseconds, and half a second in one of ten, so that whoever is killed or falls asleep has something in hand. */
export function workMs(): number {
	return oneIn(10) ? randomInt(300, 700) : randomInt(5, 50);
}
