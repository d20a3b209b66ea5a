import process from 'node:process';
import {UserError} from '../../protocol/user-error.js';
import type {ExecutorSettings} from '../executor.js';
import type {Tool} from './tools/define-tool.js';

/** How to call the Messages API. */
export type MessagesApiOptions = Pick<ExecutorSettings, 'model' | 'workdir' | 'maxTurns' | 'timeoutMs'> & {
	/** Default: `ANTHROPIC_API_KEY`. */
	readonly apiKey?: string;
	/** Default: `ANTHROPIC_BASE_URL`. */
	readonly baseUrl?: string;
	/** What the model can do besides answering. */
	readonly tools: readonly Tool[];
	/** Tokens per answer. */
	readonly maxTokens?: number;
	/** A request fails when the API sends nothing for so long. */
	readonly silenceMs?: number;
};

/** The same, with the defaults. */
export type MessagesApiSettings = Required<MessagesApiOptions>;

/** @throws {UserError} when there is no key, or the address is not one. */
export function readSettings({apiKey, baseUrl, maxTokens = 8192, silenceMs = 120_000, ...rest}: MessagesApiOptions): MessagesApiSettings {
	const key = (apiKey ?? process.env.ANTHROPIC_API_KEY ?? '').trim();
	if (key === '') {
		throw new UserError('The executor messages-api needs a key of the Messages API. Set ANTHROPIC_API_KEY, or choose another --executor.', 'usage');
	}

	// As part of a header it would be refused, with an error that quotes it.
	if (!/^[\u0021-\u007E]+$/.test(key)) {
		throw new UserError('Expected a key of visible ASCII characters, got others among them. Set ANTHROPIC_API_KEY again.', 'usage');
	}

	const given = baseUrl ?? process.env.ANTHROPIC_BASE_URL ?? '';
	const address = given === '' ? 'https://api.anthropic.com' : given;
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
		// It is not quoted: it may hold a password.
		throw new UserError('Expected the address of a Messages API, such as https://api.anthropic.com, without user and password, got something else. Correct ANTHROPIC_BASE_URL.', 'usage');
	}

	return {
		...rest, apiKey: key, baseUrl: address, maxTokens, silenceMs,
	};
}
