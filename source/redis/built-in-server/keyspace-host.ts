import type {Keyspace} from './keyspace.js';

/** What a database tells its server. */
export type KeyspaceHost = {
	/**
	A key has changed, or has come or gone: whoever watches it wants to know.

	@param key `undefined`: all keys have gone.
	@param hasRunOut Whether it came to its end, so that it is nobody's doing. Default: `false`.
	*/
	changed(key: string | undefined, database: Keyspace, hasRunOut?: boolean): void;

	/** A command that makes the same change again. It goes into the log. */
	log(command: readonly string[], database: Keyspace): void;

	/** Send a message to whoever listens. Returns how many did. */
	publish(channel: string, message: string): number;

	/** Unix time in microseconds. */
	nowUs(): number;
};
