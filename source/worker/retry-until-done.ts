import {setTimeout as delay} from 'node:timers/promises';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';

const pauseMs = 1000;

/**
Do something with Redis that must happen, again and again until it does: at once when the link is back, else every second. For what is harmless twice only: a call whose reply was lost is made again.

@param onTrouble Is told why it did not work, each time.
@throws The reason of the signal, when it is aborted before.
*/
export async function retryUntilDone<T>(connection: Connection, act: () => Promise<T>, {signal, onTrouble}: {readonly signal: AbortSignal; readonly onTrouble: (error: Error) => void}): Promise<T> {
	for (;;) {
		signal.throwIfAborted();
		try {
			return await act();
		} catch (error) {
			onTrouble(asError(error));
		}

		await linkUp(connection, signal);
	}
}

/** Resolves when the link comes up, or after a pause. */
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
		// Back again, or over: the loop sees which.
	} finally {
		stop();
	}
}
