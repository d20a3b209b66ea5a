/*
One attempt. The model is asked; it answers, or calls tools, whose results go back with the whole conversation; and so on until an answer calls none.

It ends with that answer, or fails: no usable answer (refused, cut short, empty), too many turns, no budget for the next request, out of time, the API fails. However it ends, the outcome reports the spending and the changed files. Only when it is aborted before a model has run there is nothing to report, and it throws.
*/
import {Anthropic} from '@anthropic-ai/sdk';
import {asError} from '../../protocol/user-error.js';
import {attemptErrors} from '../../text/provider-errors.js';
import {redactor} from '../secrets.js';
import {watchChanges} from '../changed-files.js';
import type {ExecuteOptions, Job, Outcome} from '../executor.js';
import {readAnswer, workerPrompt} from '../prompt.js';
import {sumSpending, type Spending} from '../spending.js';
import {converse} from './conversation.js';
import {AttemptError} from './provider-error.js';
import type {MessagesApiSettings} from './settings.js';

/** Make one attempt, as `Executor.execute` does. */
export async function runAttempt(job: Job, options: ExecuteOptions, settings: MessagesApiSettings): Promise<Outcome> {
	const {signal} = options;
	const {apiKey, baseUrl, workdir, timeoutMs} = settings;
	const redact = redactor([apiKey]);
	const requests: Spending[] = [];
	const changedFiles = await watchChanges(workdir, signal);
	const deadline = new AbortController();
	const timer = setTimeout(() => {
		deadline.abort(new AttemptError(attemptErrors.timeout(timeoutMs / 1000)));
	}, timeoutMs);
	const ending = AbortSignal.any([signal, deadline.signal]);
	try {
		const client = new Anthropic({
			apiKey, baseURL: baseUrl, maxRetries: 0, openTelemetry: false,
			// It would write to the terminal.
			logLevel: 'off',
		});
		const {text, denials} = await converse(workerPrompt(job), {
			...options, ...settings, client, requests, signal: ending,
		});
		return {
			...sumSpending(requests),
			status: denials.length === 0 ? 'completed' : 'denied',
			...readAnswer(redact(text), job),
			filesChanged: await changedFiles(),
			denials: redact(denials),
		};
	} catch (error) {
		if (requests.length === 0) {
			signal.throwIfAborted();
		}

		const reason: unknown = ending.aborted ? ending.reason : error;
		const {blame, retryAfterMs, message} = reason instanceof AttemptError ? reason : new AttemptError(attemptErrors.endedEarly(asError(reason).message));
		return {
			...sumSpending(requests), status: 'failed', error: redact(message), blame, retryAfterMs, filesChanged: await changedFiles(),
		};
	} finally {
		clearTimeout(timer);
	}
}
