/*
A link to one Redis that repairs itself.

`connect` succeeds or throws once; only after that can the link be lost and come back. It is `up` once a new connection has answered PING, and `down` once
the connection has closed. A command without a reply in time also brings it down, because the connection may be half open. While it is down, and for what
was in flight, calls fail at once; nothing is sent twice. It reconnects until the server rejects our credentials or `close` is called.
*/
import type {Buffer} from 'node:buffer';
import {asError, type UserError} from '../protocol/user-error.js';
import type {ServerName} from '../text/server-text.js';
import type {Address} from './address.js';
import {explainLostLink} from './connection-error.js';
import {ping, shakeHands} from './handshake.js';
import {
	createClient, endClient, isRejected, isReplyError, requestOptions, retryDelayMs, timeoutMs as defaultTimeoutMs,
} from './ioredis-client.js';
import type {Script} from './load-script.js';

/** Whether commands get through now. `retrying` is false when the server rejected our credentials: then it stays down. */
export type LinkState
	= | {readonly kind: 'up'}
		| {readonly kind: 'down'; readonly reason: UserError; readonly retrying: boolean};

/** An argument of a command. */
export type Argument = string | number | Buffer;

/** A link to one Redis. It is up when `connect` returns it. */
export type Connection = {
	readonly address: Address;
	readonly server: ServerName;
	readonly link: LinkState;
	/**
	Send one command and get the RESP 2 reply: text (as UTF-8), number, `null`, or an array of these. Not for commands that block or subscribe.
	@throws {ConnectionError} when the link is down or breaks, or after 5 s without a reply: the command may or may not have been executed.
	@throws {ReplyError} when Redis refuses; see `explainWriteError`.
	*/
	call(command: string, ...args: readonly Argument[]): Promise<unknown>;
	/** Like `call`, with texts as raw bytes. */
	callBuffer(command: string, ...args: readonly Argument[]): Promise<unknown>;
	/** Run a script, sending its text only to a server that does not know it yet. Reply and errors as in `call`. */
	evaluate(script: Script, keys: readonly Argument[], args: readonly Argument[]): Promise<unknown>;
	/** Listen for changes of the link. Returns a function that stops listening. */
	onLink(listener: (state: LinkState) => void): () => void;
	/** End the link. What is in flight fails. */
	close(): Promise<void>;
};

/**
Connect to the Redis at `address`, and check that it is Redis 6.2 or newer, or Valkey, and not a cluster. Waits while the server loads its data.

@param options.signal Aborts the attempt; its reason is thrown. No effect afterwards.
@param options.timeoutMs For the attempt. Default: 5000.
@throws {ConnectionError}
*/
export async function connect(address: Address, {signal, timeoutMs = defaultTimeoutMs}: {readonly signal: AbortSignal; readonly timeoutMs?: number}): Promise<Connection> {
	const client = createClient(requestOptions(address), () => null);
	const server = await shakeHands(client, address, {signal, timeoutMs});
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

	const giveUpOn = (error: Error) => {
		// Otherwise the link is already known to be down.
		if (redis.status === 'ready') {
			client.failure = error;
			redis.disconnect();
		}
	};

	redis.on('ready', () => {
		ping(redis, address).then(() => {
			client.failure = undefined;
			attempts = 0;
			change({kind: 'up'});
		}, giveUpOn);
	});
	redis.on('end', () => {
		if (isClosed) {
			return;
		}

		const retrying = !isRejected(client);
		if (retrying) {
			nextAttempt = setTimeout(() => {
				// The next `end` reports a failure.
				redis.connect().catch(() => undefined);
			}, retryDelayMs(++attempts));
		}

		change({kind: 'down', reason: explainLostLink(client.failure, address), retrying});
	});

	const guard = async (reply: Promise<unknown>): Promise<unknown> => {
		try {
			return await reply;
		} catch (error) {
			if (isReplyError(error)) {
				throw error;
			}

			if (asError(error).message === 'Command timed out') {
				giveUpOn(asError(error));
			}

			throw explainLostLink(client.failure ?? error, address);
		}
	};

	// ioredis does not recognise upper-case names, and so leaves their replies as they are.
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
