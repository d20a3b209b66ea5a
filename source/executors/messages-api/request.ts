import {setTimeout as delay} from 'node:timers/promises';
import {APIConnectionTimeoutError, type Anthropic} from '@anthropic-ai/sdk';
import {totalTokens} from '../../money/usage.js';
import {readName} from '../../protocol/lenient-values.js';
import {usageOf, type RequestCosts} from './spending.js';
import {Trouble, troubleOf} from './provider-error.js';

const mostRetries = 2;
const longestWaitMs = 20_000;

/** What asking needs. */
export type AskOptions = {
	/** With `maxRetries: 0`. */
	readonly client: Anthropic;
	readonly signal: AbortSignal;
	readonly silenceMs: number;
	/** The most that `costs` may come to before a request. */
	readonly budgetUsd: number | null;
	/** Every request is added to it, answered or not. */
	readonly costs: RequestCosts;
	/** An answer begins. Told the tokens of its prompt. */
	readonly onBegin: (tokens: number) => void;
};

/**
Get one answer, trying again where that may help.

The client could try again by itself, but it would sleep through a `retry-after` of hours with the task in its hands, and takes no notice of streams that are cut off.

@throws {Trouble} when there is none, or there is no money for it.
@throws Anything when the signal is aborted.
*/
export async function ask(params: Anthropic.MessageStreamParams, options: AskOptions): Promise<Anthropic.Message> {
	const {client, signal, budgetUsd, costs} = options;
	for (let attempt = 0; ; attempt++) {
		checkBudget(budgetUsd, costs.costUsd);
		try {
			return await askOnce(params, options);
		} catch (error) {
			const trouble = troubleOf(error, new URL(client.baseURL).host, params.model);
			const waitMs = trouble.retryAfterMs ?? (500 * (2 ** attempt) * (0.75 + (Math.random() / 4)));
			if (!trouble.mayPass || attempt === mostRetries || waitMs > longestWaitMs) {
				throw trouble;
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
		throw new Trouble('Expected a model with a known price, because there is a budget, got an answer whose cost is unknown. Choose another model, or no budget.', {blame: 'worker'});
	}

	if (spentUsd >= budgetUsd) {
		throw new Trouble(`The budget of $${budgetUsd} was used up before there was an answer: $${spentUsd} were spent.`);
	}
}

/** Streamed, so that a connection that is cut or dead is noticed, and long answers meet no time limit on the way. */
async function askOnce(params: Anthropic.MessageStreamParams, {client, signal, silenceMs, costs, onBegin}: AskOptions): Promise<Anthropic.Message> {
	const silence = new AbortController();
	const timer = setTimeout(() => {
		silence.abort();
	}, silenceMs);
	const stream = client.messages.stream(params, {
		signal: AbortSignal.any([signal, silence.signal]),
		// Seen here, because the client keeps the signs of life that the API sends while a model thinks to itself.
		middleware: [async (request, next) => {
			const response = await next(request);
			const heard = new TransformStream<Uint8Array, Uint8Array>({
				transform(chunk, controller) {
					timer.refresh();
					controller.enqueue(chunk);
				},
			});
			return new Response(response.body?.pipeThrough(heard), response);
		}],
	});
	stream.on('streamEvent', ({type}, {usage}) => {
		if (type === 'message_start') {
			const prompt = usageOf(usage);
			onBegin(prompt ? totalTokens(prompt) : 0);
		}
	});
	try {
		return await stream.finalMessage();
	} catch (error) {
		throw silence.signal.aborted ? new APIConnectionTimeoutError() : error;
	} finally {
		clearTimeout(timer);
		const begun = stream.receivedMessages.at(-1) ?? stream.currentMessage;
		if (begun) {
			costs.add(readName(begun.model), usageOf(begun.usage));
		}
	}
}
