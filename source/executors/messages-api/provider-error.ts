import {APIConnectionError, APIConnectionTimeoutError, APIError} from '@anthropic-ai/sdk';
import {cleanText} from '../../protocol/clean-text.js';
import {isRecord} from '../../protocol/lenient-values.js';
import {asError} from '../../protocol/user-error.js';

const longestQuote = 300;
const longestPauseMs = 24 * 3600 * 1000;

/** Why an attempt cannot go on. */
export class Trouble extends Error {
	override readonly name = 'Trouble';
	/** See `Outcome`. */
	readonly blame: 'task' | 'worker';
	/** Whether the same request may succeed a little later. */
	readonly mayPass: boolean;
	/** How long the API asks to wait, in milliseconds. */
	readonly retryAfterMs: number | null;

	/**
	@param message One line: what was expected, what came.
	*/
	constructor(message: string, {blame = 'task', mayPass = false, retryAfterMs = null}: {readonly blame?: 'task' | 'worker'; readonly mayPass?: boolean; readonly retryAfterMs?: number | null} = {}) {
		super(message);
		this.blame = blame;
		this.mayPass = mayPass;
		this.retryAfterMs = retryAfterMs;
	}
}

/** An error in the middle of a stream has no status of its own. */
const statusByType: ReadonlyMap<string | null, number> = new Map([
	['invalid_request_error', 400],
	['authentication_error', 401],
	['billing_error', 402],
	['permission_error', 403],
	['not_found_error', 404],
	['request_too_large', 413],
	['rate_limit_error', 429],
	['timeout_error', 504],
	['overloaded_error', 529],
]);

/** A request that is refused for these will be refused for every task. The API gives them the status of a wrong request. */
const refusesAll = /credit balance|billing|usage limit|organization has been disabled|^max_tokens:/i;

/**
What an error of the client stands for.

@param host Where the API is, for the message.
*/
export function troubleOf(error: unknown, host: string, model: string): Trouble {
	if (error instanceof Trouble) {
		return error;
	}

	const expected = `Expected an answer of ${model} from ${host}, got`;
	if (error instanceof APIConnectionTimeoutError) {
		return new Trouble(`${expected} nothing for too long.`, {blame: 'worker', mayPass: true});
	}

	// Anything else without status or type is a broken answer: cut off, no JSON, events in no order.
	if (!(error instanceof APIError) || error instanceof APIConnectionError || (error.status === undefined && error.type === null)) {
		return new Trouble(`${expected} ${quote(rootOf(error))}.`, {blame: 'worker', mayPass: true});
	}

	const {status = statusByType.get(error.type) ?? 500, headers, apiMessage, type} = error as APIError;
	const came = quote(apiMessage === null ? error.message : `${status} ${type ?? 'error'}: ${apiMessage}`);
	switch (status) {
		case 400:
		case 413:
		case 422: {
			return new Trouble(`${expected} ${came}.`, {blame: refusesAll.test(apiMessage ?? '') ? 'worker' : 'task'});
		}

		case 401:
		case 403: {
			return new Trouble(`${expected} ${came}. Check ANTHROPIC_API_KEY.`, {blame: 'worker'});
		}

		case 404: {
			return new Trouble(`${expected} ${came}. Check the model and ANTHROPIC_BASE_URL.`, {blame: 'worker'});
		}

		default: {
			const mayPass = headers?.get('x-should-retry') !== 'false' && ([408, 409, 429].includes(status) || status >= 500);
			return new Trouble(`${expected} ${came}.`, {blame: 'worker', mayPass, retryAfterMs: readRetryAfter(headers)});
		}
	}
}

/** The header is a number of seconds or a date. */
function readRetryAfter(headers: Headers | undefined): number | null {
	const text = headers?.get('retry-after') ?? '';
	const waitMs = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
	return waitMs > 0 ? Math.min(Math.ceil(waitMs), longestPauseMs) : null;
}

/** The client says "Connection error." and keeps why. */
function rootOf(error: unknown): string {
	let root = asError(error);
	while (root.cause instanceof Error) {
		root = root.cause;
	}

	const code = isRecord(root) && typeof root.code === 'string' ? root.code : '';
	return root.message.includes(code) ? root.message : `${root.message} (${code})`;
}

/**
The beginning of an outside text as one clean line. It is cut between words, so that no secret is cut to something that nobody recognizes.

@returns About 300 characters at most, without the period at the end.
*/
export function quote(text: string): string {
	const line = cleanText(text.slice(0, 4 * longestQuote)).trim();
	const isLong = text.length > 4 * longestQuote || line.length > longestQuote;
	return isLong ? `${line.slice(0, longestQuote).replace(/\S*$/, '')}…` : line.replace(/\.$/, '') || 'nothing';
}
