import {setTimeout as delay} from 'node:timers/promises';
import type {Executor} from '../executor.js';

/**
An executor that executes nothing: it waits, and answers with what it was asked. Everything it gives is marked as simulated and costs nothing.

@param durationMs How long it pretends to work. Default: 1500.
*/
export function dryRun(durationMs = 1500): Executor {
	return {
		name: 'dry-run',
		model: null,
		workdir: null,
		wantsContext: false,
		costIsKnown: true,
		async execute({description, files}, options) {
			if (durationMs > 0) {
				await delay(durationMs, undefined, {signal: options.signal});
			}

			const about = files.length === 0 ? '' : ` (${files.length} ${files.length === 1 ? 'file' : 'files'})`;
			return {
				usage: null,
				tokens: 0,
				costUsd: 0,
				model: null,
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
