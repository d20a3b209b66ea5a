import {Redis, type RedisOptions} from 'ioredis';
import {asError} from '../protocol/user-error.js';

/**
An ioredis client that prints nothing, and remembers what went wrong with its link.
*/
export type Client = {
	readonly redis: Redis;

	/**
	What went wrong since the last `forgive`.
	*/
	failure(): Error | undefined;

	/**
	Remember what went wrong, where ioredis would not know.
	*/
	fail(error: Error): void;

	/**
	Forget what went wrong, because the link works.
	*/
	forgive(): void;

	/**
	Whether the server did not accept who we are, so that to try again is no use.
	*/
	isTurnedAway(): boolean;
};

/**
Make a client.

@param retry Milliseconds until ioredis connects again after a loss, or `null` to leave it. Not asked when the server did not accept who we are.
*/
export function createClient(options: RedisOptions, retry: () => number | null): Client {
	let failure: Error | undefined;
	const isTurnedAway = () => /WRONGPASS|NOAUTH|invalid password|'auth' command/.test(failure?.message ?? '');
	const retryStrategy = () => isTurnedAway() ? null : retry();
	const redis = new Redis({...options, retryStrategy, sentinelRetryStrategy: retryStrategy});
	authenticateQuietly(redis);
	// Without a listener, ioredis prints errors.
	redis.on('error', (error: Error & {readonly command?: {readonly name: string}}) => {
		failure = error;
		if (error.command?.name === 'select') {
			// Otherwise ioredis goes on in db 0, which is somebody else's.
			redis.disconnect(true);
		}
	});
	return {
		redis,
		isTurnedAway,
		failure: () => failure,
		fail(error) {
			failure = error;
		},
		forgive() {
			failure = undefined;
		},
	};
}

/**
End a client that does not reconnect by itself, without waiting for replies. Resolves when its socket is closed.
*/
export async function endClient(redis: Redis): Promise<void> {
	if (redis.status === 'end') {
		return;
	}

	const ended = new Promise<void>(resolve => {
		redis.once('end', () => {
			resolve();
		});
	});
	redis.disconnect();
	await ended;
}

/**
Whether an error is an answer of the server, and not one about the link.
*/
export function isReplyError(error: unknown): error is Error {
	return error instanceof Error && error.name === 'ReplyError';
}

type Authenticate = (...credentials: readonly string[]) => Promise<'OK'>;

// ioredis prints warnings for two answers to AUTH. A password that the server did not ask for does no harm; a server that knows no users is too old for us.
function authenticateQuietly(redis: Redis) {
	// Of the overloads, only the one without callback is used.
	const authenticate = redis.auth.bind(redis) as unknown as Authenticate;
	const quietly: Authenticate = async (...credentials) => {
		try {
			return await authenticate(...credentials);
		} catch (error) {
			const {message} = asError(error);
			if (/no password is set|without any password configured/.test(message)) {
				return 'OK';
			}

			throw message.includes('wrong number of arguments for \'auth\'') ? new Error('unsupported form of the \'auth\' command') : error;
		}
	};

	redis.auth = quietly as unknown as Redis['auth'];
}
