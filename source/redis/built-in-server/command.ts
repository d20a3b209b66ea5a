import type {Keyspace} from './keyspace.js';
import type {Reply} from './reply.js';
import type {Session} from './session.js';

/**
A command that works on keys. It knows nothing of clients, so that scripts and the log run it as well.
*/
export type DataCommand = {
	/** In small letters. */
	readonly name: string;

	/** How many words, its name included; negative: at least so many. As Redis counts it. */
	readonly arity: number;

	/** What it does to keys: `grow` may need memory, and is refused when there is none; `write` changes or takes away; `read` only looks. */
	readonly effect: 'grow' | 'write' | 'read';

	/**
	Do it. Whoever calls has checked the arity.

	What has changed is told by `database.changes`, and goes into the log as the command stands, unless `database.rewrite` tells another that makes the same change
	whenever it is done: with a time instead of a time span, with the outcome instead of chance.

	@param args Without the name.
	@throws {CommandError}
	*/
	run(database: Keyspace, args: readonly string[]): Reply;
};

/**
A command of a connection: it needs to know who asks, or acts on the server as a whole.
*/
export type SessionCommand = {
	/** In small letters; a subcommand after a `|`. */
	readonly name: string;

	/** How many words, as for a `DataCommand`. */
	readonly arity: number;

	/** What it does to keys, as for a `DataCommand`. Default: nothing. */
	readonly effect?: DataCommand['effect'];

	/** Where it is allowed although others are not: before the password, while subscribed (RESP2), and at once within `MULTI`. */
	readonly allowed?: {readonly unauthenticated?: boolean; readonly subscribed?: boolean; readonly inMulti?: boolean};

	/** Whether it is refused within `MULTI`. Default: `false`. */
	readonly isRefusedInMulti?: boolean;

	/**
	Do it.

	@param args Without the name.
	@throws {CommandError}
	*/
	run(session: Session, args: readonly string[]): Reply;
};
