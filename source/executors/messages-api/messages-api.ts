import {priceOf} from '../../money/prices.js';
import type {Executor} from '../executor.js';
import {readSettings, type MessagesApiOptions} from './settings.js';

/**
An executor that calls the Messages API and gives the model our own tools: no shell, nothing to install.

It overshoots a budget by one answer at most. Failures that may pass (rate limit, overload, lost connection) are retried twice, unless the API asks to wait longer than 20 seconds.

When an answer is cut off, the tokens that the API had reported by then are counted: the whole prompt, and little of the answer.

@throws {UserError} when there is no key, or the address is not one.
*/
export function messagesApi(options: MessagesApiOptions): Executor {
	const settings = readSettings(options);
	const {model, workdir} = settings;
	return {
		name: 'messages-api',
		model,
		workdir,
		wantsContext: true,
		costIsKnown: priceOf(model, Date.now()) !== null,
		async execute(job, executeOptions) {
			// The client is large, and no other command needs it.
			const {runAttempt} = await import('./execute.js');
			return runAttempt(job, executeOptions, settings);
		},
	};
}
