import {Redis, type RedisOptions} from 'ioredis';
import {asError} from '../protocol/user-error.js';

/** An ioredis client that prints nothing and keeps its last error. */
export type Client = {
	readonly redis: Redis;
	/** What last went wrong; whoever sees the link work clears it. */
	failure: Error | undefined;
};

/** @param retry Milliseconds until the next attempt to connect; `null`: none. Not asked after a failed login. */
export function createClient(options: RedisOptions, retry: () => number | null): Client {
	const retryStrategy = () => isRejected(client) ? null : retry();
	const redis = new Redis({...options, retryStrategy, sentinelRetryStrategy: retryStrategy});
	const client: Client = {redis, failure: undefined};
	authenticateQuietly(redis);
	// Without a listener, ioredis prints errors.
	redis.on('error', (error: Error & {readonly command?: {readonly name: string}}) => {
		client.failure = error;
		if (error.command?.name === 'select') {
			// Otherwise ioredis continues in db 0, which belongs to somebody else.
			redis.disconnect(true);
		}
	});
	return client;
}

/** Whether the server rejected our credentials, so that retrying is no use. */
export function isRejected({failure}: Client): boolean {
	return /WRONGPASS|NOAUTH|invalid password|'auth' command/.test(failure?.message ?? '');
}

/** End a client that does not reconnect on its own, without waiting for replies. Resolves when its socket is closed. */
export async function endClient(redis: Redis): Promise<void> {
	if (redis.status === 'end') {
		return;
	}

	const ended = new Promise<void>(resolve => {
		redis.once('end', resolve);
	});
	redis.disconnect();
	await ended;
}

/** Whether an error is a reply of the server, rather than a broken link. */
export function isReplyError(error: unknown): error is Error {
	return error instanceof Error && error.name === 'ReplyError';
}

type Authenticate = (...credentials: readonly string[]) => Promise<'OK'>;

// Two replies to AUTH make ioredis print warnings. An unneeded password is harmless; a server without users is too old.
function authenticateQuietly(redis: Redis) {
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
