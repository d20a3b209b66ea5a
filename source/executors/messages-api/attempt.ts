/*
One attempt. The model is asked; it answers, or calls tools; their results go back with all that was said before; and so on until an answer calls for none.

It ends with that answer, or in trouble: an answer that is none (refused, cut short, empty), too many turns, no budget for the next request, no time, an API that fails. However it ends, what was spent and what was changed until then is told. Only when it is aborted before a model has run there is nothing to tell, and it throws.
*/
import {Anthropic} from '@anthropic-ai/sdk';
import {asError} from '../../protocol/user-error.js';
import {redactor} from '../secrets.js';
import {watchChanges} from '../changed-files.js';
import type {ExecuteOptions, Job, Outcome} from '../executor.js';
import {readAnswer, workerPrompt} from '../prompt.js';
import {converse} from './conversation.js';
import {RequestCosts} from './spending.js';
import {quote, Trouble} from './provider-error.js';
import type {MessagesApiSettings} from './messages-api.js';

/** Make one attempt, as `Executor.execute` does. */
export async function runAttempt(job: Job, options: ExecuteOptions, settings: MessagesApiSettings): Promise<Outcome> {
	const {signal} = options;
	const {apiKey, baseUrl, workdir, timeoutMs} = settings;
	const redact = redactor([apiKey]);
	const costs = new RequestCosts();
	const deadline = new AbortController();
	const timer = setTimeout(() => {
		deadline.abort(new Trouble(`Expected an answer within ${timeoutMs / 1000} s, got none. Make the task smaller, or give it more time.`));
	}, timeoutMs);
	const ending = AbortSignal.any([signal, deadline.signal]);
	let lookAgain = async (): Promise<readonly string[]> => [];
	try {
		lookAgain = workdir === null ? lookAgain : await watchChanges(workdir, ending);
		const client = new Anthropic({
			apiKey, baseURL: baseUrl, maxRetries: 0, openTelemetry: false,
			// It would write to the terminal.
			logLevel: 'off',
		});
		const {text, denials} = await converse(workerPrompt(job), {
			...options, ...settings, client, costs, signal: ending,
		});
		return {
			...costs.total,
			status: denials.length === 0 ? 'completed' : 'denied',
			...readAnswer(redact(text), job),
			filesChanged: await lookAgain(),
			denials: redact(denials),
		};
	} catch (error) {
		if (costs.isEmpty) {
			signal.throwIfAborted();
		}

		const reason: unknown = ending.aborted ? ending.reason : error;
		const {blame, retryAfterMs, message} = reason instanceof Trouble ? reason : new Trouble(`The attempt ended early: ${quote(asError(reason).message)}.`);
		return {
			...costs.total, status: 'failed', error: redact(message), blame, retryAfterMs, filesChanged: await lookAgain(),
		};
	} finally {
		clearTimeout(timer);
	}
}
