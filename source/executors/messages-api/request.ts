import {setTimeout as delay} from 'node:timers/promises';
import {APIConnectionTimeoutError, type Anthropic} from '@anthropic-ai/sdk';
import {costOf} from '../../money/cost.js';
import {priceOf} from '../../money/prices.js';
import {isRecord, readCount, readName} from '../../protocol/lenient-values.js';
import {totalTokens, type Usage} from '../../protocol/usage.js';
import {attemptErrors} from '../../text/provider-errors.js';
import type {ExecuteOptions} from '../executor.js';
import {sumSpending, type Spending} from '../spending.js';
import {AttemptError, attemptErrorOf} from './provider-error.js';
import type {MessagesApiSettings} from './settings.js';

const maxRetries = 2;
const maxWaitMs = 20_000;
const bytesPerToken = 1024;

/** What asking needs. */
export type AskOptions = Pick<MessagesApiSettings, 'silenceMs'> & Pick<ExecuteOptions, 'signal' | 'budgetUsd'> & {
	/** With `maxRetries: 0`. */
	readonly client: Anthropic;
	/** Each request is added, answered or not. */
	readonly requests: Spending[];
	/** Called when an answer begins, with the tokens of its prompt. */
	readonly onBegin: (promptTokens: number) => void;
};

/**
Get one answer, with retries where they may help.

The client's own retries would wait out a `retry-after` of hours while holding the task, and ignore streams that are cut off.

@throws {AttemptError} when there is none, or no budget for it; anything when the signal is aborted.
*/
export async function ask(params: Anthropic.MessageStreamParams, options: AskOptions): Promise<Anthropic.Message> {
	const {client, signal, budgetUsd, requests} = options;
	for (let attempt = 0; ; attempt++) {
		checkBudget(budgetUsd, sumSpending(requests).costUsd);
		try {
			return await askOnce(params, options);
		} catch (error) {
			const failure = attemptErrorOf(error, new URL(client.baseURL).host, params.model);
			const waitMs = failure.retryAfterMs ?? (500 * (2 ** attempt) * (0.75 + (Math.random() / 4)));
			if (!failure.mayPass || attempt === maxRetries || waitMs > maxWaitMs) {
				throw failure;
			}

			await delay(waitMs, undefined, {signal});
		}
	}
}

function checkBudget(budgetUsd: number | null, spentUsd: number | null): void {
	if (budgetUsd === null) {
		return;
	}

	if (spentUsd === null) {
		throw new AttemptError(attemptErrors.unknownCost, 'worker');
	}

	if (spentUsd >= budgetUsd) {
		throw new AttemptError(attemptErrors.budgetSpent(budgetUsd, spentUsd));
	}
}

/** Streamed, so that a dead connection is noticed, and no proxy times out a long answer. */
async function askOnce(params: Anthropic.MessageStreamParams, {client, signal, silenceMs, requests, onBegin}: AskOptions): Promise<Anthropic.Message> {
	const silence = new AbortController();
	const timer = setTimeout(() => {
		silence.abort();
	}, silenceMs);
	// What the tokens that were asked for may take, many times over.
	const maxBytes = 1_048_576 + (params.max_tokens * bytesPerToken);
	const endless = new AbortController();
	let bytes = 0;
	let begun: Anthropic.Message | undefined;
	const stream = client.messages.stream(params, {
		signal: AbortSignal.any([signal, silence.signal, endless.signal]),
		// Here, because the client does not pass on the pings that the API sends while a model thinks.
		middleware: [async (request, next) => {
			const response = await next(request);
			const heard = new TransformStream<Uint8Array, Uint8Array>({
				transform(chunk, controller) {
					timer.refresh();
					bytes += chunk.length;
					if (bytes > maxBytes) {
						endless.abort();
					}

					controller.enqueue(chunk);
				},
			});
			return new Response(response.body?.pipeThrough(heard), response);
		}],
	});
	stream.on('streamEvent', ({type}, message) => {
		// Kept here, because the client forgets it when the stream ends early.
		begun = message;
		if (type === 'message_start') {
			onBegin(spendingOf(message).tokens);
		}
	});
	try {
		return await stream.finalMessage();
	} catch (error) {
		if (endless.signal.aborted) {
			throw new AttemptError(attemptErrors.endless(maxBytes), 'worker');
		}

		throw silence.signal.aborted ? new APIConnectionTimeoutError() : error;
	} finally {
		clearTimeout(timer);
		if (begun) {
			requests.push(spendingOf(begun));
		}
	}
}

/** `null` if it lacks the tokens of prompt or answer. */
function readUsage(value: unknown): Usage | null {
	const reported = isRecord(value) ? value : {};
	const input = readCount(reported.input_tokens);
	const output = readCount(reported.output_tokens);
	if (input === null || output === null) {
		return null;
	}

	const creation = isRecord(reported.cache_creation) ? reported.cache_creation : {};
	const cacheWrite1h = readCount(creation.ephemeral_1h_input_tokens) ?? 0;
	// Cache writes of unstated lifetime live for five minutes.
	const cacheWrite5m = Math.max(readCount(creation.ephemeral_5m_input_tokens) ?? 0, (readCount(reported.cache_creation_input_tokens) ?? 0) - cacheWrite1h);
	return {
		input, output, cacheRead: readCount(reported.cache_read_input_tokens) ?? 0, cacheWrite5m, cacheWrite1h,
	};
}

/** What an answer cost, priced by the model that gave it. */
function spendingOf(answer: Anthropic.Message): Spending {
	const model = readName(answer.model);
	const usage = readUsage(answer.usage);
	const price = model === null ? null : priceOf(model, Date.now());
	const costUsd = usage && price ? costOf(usage, price) : null;
	return {
		usage, tokens: usage ? totalTokens(usage) : 0, costUsd, costBasis: costUsd === null ? 'unknown' : 'list_price', model,
	};
}
