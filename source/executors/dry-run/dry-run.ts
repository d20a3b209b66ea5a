import {setTimeout as delay} from 'node:timers/promises';
import {countOf} from '../../text/count-of.js';
import type {Executor} from '../executor.js';
import {nothingSpent} from '../spending.js';

/** An executor that executes nothing: it waits, and repeats the task. Its results are marked as simulated and cost nothing. @param durationMs How long it waits. Default: 1500. */
export function dryRun(durationMs = 1500): Executor {
	return {
		name: 'dry-run',
		model: null,
		workdir: null,
		wantsContext: false,
		costIsKnown: true,
		async execute({description, files}, {signal}) {
			if (durationMs > 0) {
				await delay(durationMs, undefined, {signal});
			}

			const about = files.length === 0 ? '' : ` (${countOf(files.length, 'file')})`;
			return {
				...nothingSpent,
				costBasis: 'simulated',
				status: 'completed',
				result: `(simulated) Nothing was done. The task was: ${description}${about}`,
				filesChanged: [],
				citations: [],
				denials: [],
			};
		},
	};
}
