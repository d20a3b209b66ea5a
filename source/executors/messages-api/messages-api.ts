import process from 'node:process';
import {priceOf} from '../../money/prices.js';
import {UserError} from '../../protocol/user-error.js';
import type {Executor} from '../executor.js';
import type {Tool} from './tools/tool.js';

/** What the Messages API executor is told. */
export type MessagesApiOptions = {
	/** Default: the variable `ANTHROPIC_API_KEY`. */
	readonly apiKey?: string | undefined;
	/** Default: the variable `ANTHROPIC_BASE_URL`, or `https://api.anthropic.com`. */
	readonly baseUrl?: string | undefined;
	/** Full id of the model to ask for. */
	readonly model: string;
	/** Where the tools work, absolute; what changes there is measured. `null`: no tool touches files. */
	readonly workdir: string | null;
	/** All that the model may do beside answering. */
	readonly tools: readonly Tool[];
	/** The most answers of one attempt. Default: 20. */
	readonly maxTurns?: number | undefined;
	/** The longest that one attempt may take, by the clock on the wall. Default: 600,000 (ten minutes). */
	readonly timeoutMs?: number | undefined;
	/** The most tokens of one answer. Default: 8,192. */
	readonly maxTokens?: number | undefined;
	/** The longest that the API may be silent in the middle of a request before that counts as failed. Default: 120,000. */
	readonly silenceMs?: number | undefined;
};

/** `MessagesApiOptions` with everything decided. */
export type MessagesApiSettings = {readonly [Key in keyof MessagesApiOptions]-?: Exclude<MessagesApiOptions[Key], undefined>};

/**
An executor that asks the Messages API, and gives the model tools of ours: no shell, nothing to install.

It keeps a budget to within one answer. Failures that may pass (a limit, an overload, a lost connection) are tried again twice, unless the API asks for more than 20 seconds of patience.

Of an answer that is cut off in its middle, the tokens that the API had reported until then are counted: its whole prompt, and little of what it said.

@throws {UserError} when there is no key, or the address is none.
*/
export function messagesApi(options: MessagesApiOptions): Executor {
	const {model, workdir, tools, maxTurns = 20, timeoutMs = 600_000, maxTokens = 8192, silenceMs = 120_000} = options;
	const settings: MessagesApiSettings = {
		apiKey: checkKey(options.apiKey ?? process.env.ANTHROPIC_API_KEY ?? ''),
		baseUrl: checkAddress(options.baseUrl ?? process.env.ANTHROPIC_BASE_URL ?? ''),
		model, workdir, tools, maxTurns, timeoutMs, maxTokens, silenceMs,
	};
	return {
		name: 'messages-api',
		model,
		workdir,
		wantsContext: true,
		costIsKnown: priceOf(model, Date.now()) !== null,
		async execute(job, executeOptions) {
			executeOptions.signal.throwIfAborted();
			// The client is large, and no other command needs it.
			const {runAttempt} = await import('./attempt.js');
			return runAttempt(job, executeOptions, settings);
		},
	};
}

function checkKey(given: string): string {
	const key = given.trim();
	if (key === '') {
		throw new UserError('The executor messages-api needs a key of the Messages API. Set ANTHROPIC_API_KEY, or choose another --executor.', 'usage');
	}

	// As part of a header it would be refused, with an error that quotes it.
	if (!/^[\u0021-\u007E]+$/.test(key)) {
		throw new UserError('Expected a key of visible ASCII characters, got others among them. Set ANTHROPIC_API_KEY again.', 'usage');
	}

	return key;
}

function checkAddress(given: string): string {
	if (given === '') {
		return 'https://api.anthropic.com';
	}

	const url = URL.canParse(given) ? new URL(given) : null;
	if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
		// It is not quoted: it may hold a password.
		throw new UserError('Expected the address of a Messages API, such as https://api.anthropic.com, without user and password, got something else. Correct ANTHROPIC_BASE_URL.', 'usage');
	}

	return given;
}
