import process from 'node:process';
import {UserError} from '../../protocol/user-error.js';
import type {Tool} from './tools/tool.js';

/** The options of the Messages API executor. */
export type MessagesApiOptions = {
	/** Default: the variable `ANTHROPIC_API_KEY`. */
	readonly apiKey?: string | undefined;
	/** Default: the variable `ANTHROPIC_BASE_URL`, or `https://api.anthropic.com`. */
	readonly baseUrl?: string | undefined;
	/** Full id of the model. */
	readonly model: string;
	/** Where the tools work, absolute; changes there are measured. `null`: no tool touches files. */
	readonly workdir: string | null;
	/** What the model may do besides answering. */
	readonly tools: readonly Tool[];
	/** Answers per attempt. Default: 20. */
	readonly maxTurns?: number | undefined;
	/** Wall clock for one attempt, in milliseconds. Default: 600,000. */
	readonly timeoutMs?: number | undefined;
	/** Tokens per answer. Default: 8,192. */
	readonly maxTokens?: number | undefined;
	/** A request fails when the API sends nothing for so long, in milliseconds. Default: 120,000. */
	readonly silenceMs?: number | undefined;
};

/** `MessagesApiOptions` with all defaults filled in. */
export type MessagesApiSettings = {readonly [Key in keyof MessagesApiOptions]-?: Exclude<MessagesApiOptions[Key], undefined>};

/** @throws {UserError} when there is no key, or the address is not one. */
export function readSettings({apiKey, baseUrl, maxTurns = 20, timeoutMs = 600_000, maxTokens = 8192, silenceMs = 120_000, ...rest}: MessagesApiOptions): MessagesApiSettings {
	return {
		...rest,
		apiKey: checkKey(apiKey ?? process.env.ANTHROPIC_API_KEY ?? ''),
		baseUrl: checkAddress(baseUrl ?? process.env.ANTHROPIC_BASE_URL ?? ''),
		maxTurns,
		timeoutMs,
		maxTokens,
		silenceMs,
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
