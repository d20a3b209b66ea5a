import type {DataCommand} from './command.js';
import type {Keyspace} from './keyspace.js';
import {encode, type Protocol, type Reply} from './reply.js';
import type {Server} from './server.js';
import type {Tracking} from './tracking.js';

/** What a session writes to. */
export type Transport = {
	/** Host and port, or the path of the socket. */
	readonly address: string;

	/** The same of our end. */
	readonly localAddress: string;

	/** Bytes that were written and that the other side has not taken yet. */
	readonly pendingBytes: number;
	write(text: string): void;

	/** Close after what was written has gone out. */
	end(): void;

	/** Close at once. */
	destroy(): void;
};

/**
One connection of a client: who it is, what it listens to, and what it has begun.
*/
export class Session {
	/** Its number, from 1. */
	readonly id: number;

	/** Unix time in milliseconds. */
	readonly connectedAtMs = Date.now();

	/** As the client calls itself. */
	name = '';

	/** RESP2 or RESP3. */
	protocol: Protocol = 2;

	/** Whether it has said the password, or needs none. */
	isAuthenticated: boolean;

	/** Where its commands act. */
	database: Keyspace;

	/** Unix time in milliseconds. */
	lastCommandAtMs = Date.now();

	/** Its name, in small letters; a subcommand after a `|`. */
	lastCommand = 'NULL';

	/** Bytes that it has sent and that are kept: of a command that is not whole, since `MULTI`, and names of what it listens to. */
	heldBytes = 0;

	/** What it subscribes to. */
	readonly channels = new Set<string>();

	/** What it subscribes to by pattern. */
	readonly patterns = new Set<string>();

	/** Commands since `MULTI`. */
	queue: Array<() => Reply> | undefined;

	/** Bytes that they take, about. */
	queuedBytes = 0;

	/** The most that one of them does to keys. */
	queuedEffect: DataCommand['effect'] | undefined;

	/** Bytes that the names of channels, patterns, watched keys and tracked prefixes take, about. */
	namesBytes = 0;

	/** Whether one of them was wrong, so that `EXEC` is refused. */
	isQueueBroken = false;

	/** Keys that must not change until `EXEC`, each with its database. */
	readonly watched: Array<{readonly key: string; readonly database: Keyspace}> = [];

	/** Whether one of them has changed. */
	isWatchBroken = false;

	/** What changes it wants to be told of. */
	tracking: Tracking | undefined;

	/** What `CLIENT REPLY` has asked for: all replies, none, or none to the next command. */
	replies: 'on' | 'off' | 'skip' | 'skipNext' = 'on';

	/** Whether the connection ends after the reply to the present command. */
	endsAfterReply = false;

	/** Whether the connection ends as soon as what was written has gone out. Nothing more is read or written. */
	isClosing = false;

	/** Since when more waits for it than is allowed for long, Unix time in milliseconds. */
	overSoftLimitSinceMs: number | undefined;

	/** The server that it belongs to. */
	readonly server: Server;

	/** The connection itself. */
	readonly transport: Transport;
	#output = '';

	constructor(server: Server, id: number, transport: Transport) {
		this.server = server;
		this.id = id;
		this.transport = transport;
		this.database = server.database(0);
		this.isAuthenticated = server.settings.password === '';
	}

	/** How many channels and patterns it subscribes to. */
	get subscriptions(): number {
		return this.channels.size + this.patterns.size;
	}

	/** Bytes that wait to be taken by the client. */
	get outputBytes(): number {
		return this.#output.length + this.transport.pendingBytes;
	}

	/** End a transaction without doing it, and watch nothing any more. */
	discard(): void {
		this.queue = undefined;
		this.queuedBytes = 0;
		this.queuedEffect = undefined;
		this.isQueueBroken = false;
		this.server.watches.unwatch(this);
	}

	/** Reply. It goes out at the end of the turn. */
	reply(reply: Reply): void {
		if (this.replies === 'on') {
			this.#write(() => encode(reply, this.protocol));
		}
	}

	/** Tell what is no reply, as it goes over the wire, even where the client wants no replies. It goes out at the end of the turn. */
	push(text: string): void {
		this.#write(() => text);
	}

	/** Send what has gathered. */
	flush(): void {
		if (this.#output !== '') {
			const text = this.#output;
			this.#output = '';
			this.transport.write(text);
		}

		if (this.isClosing) {
			this.transport.end();
		}
	}

	#write(make: () => string): void {
		if (this.isClosing) {
			return;
		}

		try {
			this.#output += make();
			this.server.sendSoon(this);
		} catch (error) {
			// Longer than any text can be.
			this.server.sessions.drop(this, `closed because what it should get after ${this.lastCommand} is too long: ${String(error)}`);
		}
	}
}
