/*
One link to one Redis, which mends itself.

`connect` succeeds once or throws; only then the link may be lost and come back. It is `up` from the moment a new connection has answered PING, and
`down` from the moment the connection closed. A command that gets no answer in time brings the link down too: it may be half open, and only a new
connection can tell. While it is down, and for what was in flight, calls fail at once; nothing is ever sent twice. Attempts to connect go on until the
server turns our password away or `close` is called.
*/
import type {Buffer} from 'node:buffer';
import type {Redis} from 'ioredis';
import {asError, type UserError} from '../protocol/user-error.js';
import type {ServerName} from '../text/server-text.js';
import type {Address} from './address.js';
import {
	createClient, endClient, isReplyError, type Client,
} from './ioredis-client.js';
import {
	patienceMs, requestOptions, retryDelayMs, subscriberOptions,
} from './ioredis-options.js';
import {explainLostLink} from './connection-error.js';
import {makeContact} from './handshake.js';
import type {Script} from './load-script.js';
import {greet} from './server-identity.js';

/**
Whether commands get through at the moment. `retrying` is false when the server turned our password away: then it stays down.
*/
export type LinkState
	= | {readonly kind: 'up'}
		| {readonly kind: 'down'; readonly reason: UserError; readonly retrying: boolean};

/**
What can be an argument of a command.
*/
export type Argument = string | number | Buffer;

/**
A link to one Redis. It is up when `connect` returns it.
*/
export type Connection = {
	readonly address: Address;
	readonly server: ServerName;

	/**
	The state of the link now.
	*/
	readonly link: LinkState;

	/**
	Send one command, and get the reply as RESP 2 has it: text (as UTF-8), number, `null`, or an array of these.

	Not for commands that block or subscribe.

	@throws {ConnectionError} when the link is down, breaks, or no answer comes within 5 s: the command may or may not have been executed.
	@throws {ReplyError} when Redis refuses; see `explainWriteError`.
	*/
	call(command: string, ...args: readonly Argument[]): Promise<unknown>;

	/**
	As `call`, but texts come as the bytes they are.
	*/
	callBuffer(command: string, ...args: readonly Argument[]): Promise<unknown>;

	/**
	Run a script, sending its text only to a server that does not know it yet. Reply and errors as with `call`.
	*/
	evaluate(script: Script, keys: readonly Argument[], args: readonly Argument[]): Promise<unknown>;

	/**
	Be told every change of the link, beginning with the next. Returns how to stop that.
	*/
	onLink(listener: (state: LinkState) => void): () => void;

	/**
	End the link. What is in flight fails. Nothing stays behind.
	*/
	close(): Promise<void>;
};

/**
Connect to the Redis at `address`, and check that it is Redis 6.2 or newer, or Valkey, and no cluster. A server that still loads its data is waited for.

@param options.signal Ends the attempt; its reason is thrown. It has no effect on the connection afterwards.
@param options.timeoutMs How long the attempt may take. Default: 5000.
@throws {ConnectionError} that says what is wrong and what to do. Nothing stays behind then.
*/
export async function connect(address: Address, {signal, timeoutMs = patienceMs}: {readonly signal: AbortSignal; readonly timeoutMs?: number}): Promise<Connection> {
	const client = createClient(requestOptions(address), () => null);
	const server = await makeContact(client, address, {signal, timeoutMs});
	return keepUp(client, address, server);
}

/**
Open a client of its own for a feed: it connects at once and again after every loss, subscribes to nothing by itself, and prints nothing. It emits `end` when it gives up because the server does not accept who we are.

@param protocol RESP version: 2 everywhere, 3 for servers that push only there.
*/
export function openSubscriber(address: Address, protocol: 2 | 3): Redis {
	let attempts = 0;
	const {redis} = createClient(subscriberOptions(address, protocol), () => retryDelayMs(++attempts));
	redis.on('ready', () => {
		attempts = 0;
	});
	return redis;
}

function keepUp(client: Client, address: Address, server: ServerName): Connection {
	const {redis} = client;
	const listeners = new Set<(state: LinkState) => void>();
	let link: LinkState = {kind: 'up'};
	let isClosed = false;
	let attempts = 0;
	let nextAttempt: NodeJS.Timeout | undefined;

	const change = (state: LinkState) => {
		link = state;
		for (const listener of listeners) {
			listener(state);
		}
	};

	const distrust = (error: Error) => {
		// Otherwise the link is already known to be down.
		if (redis.status === 'ready') {
			client.fail(error);
			redis.disconnect();
		}
	};

	const welcome = async () => {
		try {
			await greet(redis, address);
			client.forgive();
			attempts = 0;
			change({kind: 'up'});
		} catch (error) {
			distrust(asError(error));
		}
	};

	redis.on('ready', () => {
		void welcome();
	});
	redis.on('end', () => {
		if (isClosed) {
			return;
		}

		const retrying = !client.isTurnedAway();
		if (retrying) {
			nextAttempt = setTimeout(() => {
				// How it fails is told by the next `end`.
				redis.connect().catch(() => undefined);
			}, retryDelayMs(++attempts));
		}

		change({kind: 'down', reason: explainLostLink(client.failure(), address), retrying});
	});

	const guard = async (reply: Promise<unknown>): Promise<unknown> => {
		try {
			return await reply;
		} catch (error) {
			if (isReplyError(error)) {
				throw error;
			}

			if (asError(error).message === 'Command timed out') {
				distrust(asError(error));
			}

			throw explainLostLink(client.failure() ?? error, address);
		}
	};

	// In capitals ioredis knows no command, and leaves the reply as it is.
	const call: Connection['call'] = async (command, ...args) => guard(redis.call(command.toUpperCase(), ...args));

	return {
		address,
		server,
		get link() {
			return link;
		},
		call,
		callBuffer: async (command, ...args) => guard(redis.callBuffer(command.toUpperCase(), ...args)),
		async evaluate({lua, sha1}, keys, args) {
			const rest = [keys.length, ...keys, ...args];
			try {
				return await call('EVALSHA', sha1, ...rest);
			} catch (error) {
				if (!isReplyError(error) || !error.message.startsWith('NOSCRIPT')) {
					throw error;
				}

				return call('EVAL', lua, ...rest);
			}
		},
		onLink(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		async close() {
			isClosed = true;
			clearTimeout(nextAttempt);
			listeners.clear();
			await endClient(redis);
		},
	};
}
