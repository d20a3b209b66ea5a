import {setTimeout as delay} from 'node:timers/promises';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';

const pauseMs = 1000;

/**
Retry a call to Redis until it succeeds: every second, and as soon as the link is up again. Only for calls that are harmless twice, because one whose reply was lost is sent again.

@param onError Called with the error of each failed try.
@throws The reason of the signal, when it is aborted before.
*/
export async function retryUntilDone<T>(connection: Connection, act: () => Promise<T>, {signal, onError}: {readonly signal: AbortSignal; readonly onError: (error: Error) => void}): Promise<T> {
	for (;;) {
		signal.throwIfAborted();
		try {
			return await act();
		} catch (error) {
			onError(asError(error));
		}

		await linkUp(connection, signal);
	}
}

/** Resolves when the link comes up, or after the pause. */
async function linkUp(connection: Connection, signal: AbortSignal): Promise<void> {
	const ended = new AbortController();
	const stop = connection.onLink(({kind}) => {
		if (kind === 'up') {
			ended.abort();
		}
	});
	try {
		await delay(pauseMs, undefined, {signal: AbortSignal.any([signal, ended.signal])});
	} catch {
		// The link is up, or the signal was aborted: the loop checks which.
	} finally {
		stop();
	}
}
