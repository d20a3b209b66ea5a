import {APIConnectionError, APIConnectionTimeoutError, APIError} from '@anthropic-ai/sdk';
import {isRecord} from '../../protocol/lenient-values.js';
import {asError} from '../../protocol/user-error.js';
import {requestFailed} from '../../text/provider-errors.js';

const maxPauseMs = 24 * 3600 * 1000;

/** Why an attempt cannot go on. */
export class AttemptError extends Error {
	override readonly name = 'AttemptError';

	/**
	@param message One line: what was expected, what came.
	@param blame See `Outcome`.
	@param mayPass Whether the same request may succeed later.
	@param retryAfterMs How long the API asks to wait.
	*/
	constructor(message: string, readonly blame: 'task' | 'worker' = 'task', readonly mayPass = false, readonly retryAfterMs: number | null = null) {
		super(message);
	}
}

/** An error in the middle of a stream has a type, but no status. */
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

const hints: Readonly<Record<number, string>> = {401: 'Check ANTHROPIC_API_KEY.', 403: 'Check ANTHROPIC_API_KEY.', 404: 'Check the model and ANTHROPIC_BASE_URL.'};

/** Errors that every task would get, although the API gives them the status of an invalid request. */
const refusesAll = /credit balance|billing|usage limit|organization has been disabled|^max_tokens:/i;

/** What an error of the client means. @param host Where the API is, for the message. */
export function attemptErrorOf(error: unknown, host: string, model: string): AttemptError {
	if (error instanceof AttemptError) {
		return error;
	}

	// Anything else without status or type is a broken answer: cut off, not JSON, events out of order.
	if (!(error instanceof APIError) || error instanceof APIConnectionError || (error.status === undefined && error.type === null)) {
		const got = error instanceof APIConnectionTimeoutError ? 'nothing for too long' : rootOf(error);
		return new AttemptError(requestFailed(model, host, got), 'worker', true);
	}

	const {status = statusByType.get(error.type) ?? 500, headers, apiMessage, type} = error as APIError;
	const message = requestFailed(model, host, apiMessage === null ? error.message : `${status} ${type ?? 'error'}: ${apiMessage}`, hints[status]);
	if (status === 400 || status === 413 || status === 422) {
		return new AttemptError(message, refusesAll.test(apiMessage ?? '') ? 'worker' : 'task');
	}

	const mayPass = headers?.get('x-should-retry') !== 'false' && ([408, 409, 429].includes(status) || status >= 500);
	return new AttemptError(message, 'worker', mayPass, readRetryAfter(headers));
}

/** The header is a number of seconds, or a date. */
function readRetryAfter(headers: Headers | undefined): number | null {
	const text = headers?.get('retry-after') ?? '';
	const waitMs = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
	return waitMs > 0 ? Math.min(Math.ceil(waitMs), maxPauseMs) : null;
}

/** The client says "Connection error." and keeps the cause. */
function rootOf(error: unknown): string {
	let root = asError(error);
	while (root.cause instanceof Error) {
		root = root.cause;
	}

	const code = isRecord(root) && typeof root.code === 'string' ? root.code : '';
	return root.message.includes(code) ? root.message : `${root.message} (${code})`;
}
