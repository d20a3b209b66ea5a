/*
One command of a client, from its words to its reply. It is refused, in this order, when nobody knows it, when it has too few or too many words, without the password, when there is no
memory or no disk for what it writes, and while the client listens (RESP2). Between `MULTI` and `EXEC` it is kept for later; a refusal then breaks the transaction.
*/
import {checkMemory, checkRoom, greaterEffect} from './check-room.js';
import type {DataCommand, SessionCommand} from './command.js';
import {execute, findCommand, fits} from './execute.js';
import {quote} from './quote.js';
import {CommandError, wrongArity, type Reply} from './reply.js';
import {findSessionCommand} from './session-commands.js';
import type {Session} from './session.js';

/** A command that was found, and what is to be done. */
type Found
	= | {readonly kind: 'data'; readonly command: DataCommand; readonly args: readonly string[]}
		| {readonly kind: 'session'; readonly command: SessionCommand; readonly args: readonly string[]};

// A command that is kept costs more than its words.
const queuedCommandBytes = 200;

/** Do a command of a client, and reply. */
export function dispatch(session: Session, words: string[]): void {
	if (/^(?:post|host:)$/i.test(words[0] ?? '')) {
		// A web page makes a browser send this. Its body would be commands.
		session.server.sessions.drop(session, 'closed because it speaks HTTP: possible SECURITY ATTACK');
		return;
	}

	session.lastCommandAtMs = session.server.nowMs();
	session.replies = session.replies === 'skipNext' ? 'skip' : session.replies;
	let reply: Reply;
	try {
		const found = find(words);
		session.lastCommand = found.command.name;
		check(session, found);
		reply = isKept(session, found) ? keep(session, found, words) : runAsUnit(session, found, words);
	} catch (error) {
		reply = refuse(error, session, words);
	}

	session.reply(reply);
	session.server.tracking.replied(session);
	if (session.endsAfterReply) {
		session.server.sendSoon(session);
		session.isClosing = true;
	}

	if (session.replies === 'skip') {
		session.replies = 'on';
	}
}

// What is refused breaks the transaction that is being written; `EXEC` itself ends it.
function refuse(error: unknown, session: Session, words: readonly string[]): Reply {
	session.isQueueBroken = true;
	const reply = toReply(error, session, words);
	if (error instanceof CommandError && words[0]?.toLowerCase() === 'exec') {
		session.discard();
		return {kind: 'error', text: `EXECABORT Transaction discarded because of: ${error.message.replace(/^ERR /, '')}`};
	}

	return reply;
}

function find(words: readonly string[]): Found {
	const [name = '', ...args] = words;
	const data = findCommand(name);
	if (data) {
		if (!fits(data.arity, words.length)) {
			throw wrongArity(data.name);
		}

		return {kind: 'data', command: data, args};
	}

	const command = findSessionCommand(words);
	const parts = command.name.split('|').length;
	if (!fits(command.arity, words.length)) {
		throw wrongArity(command.name);
	}

	return {kind: 'session', command, args: words.slice(parts)};
}

function check(session: Session, found: Found): void {
	const allowed = found.kind === 'session' ? found.command.allowed : undefined;
	if (!session.isAuthenticated && !allowed?.unauthenticated) {
		throw new CommandError('NOAUTH Authentication required.');
	}

	// What was kept is as good as refused, where one of its commands would be now.
	const effect = found.command.name === 'exec' ? session.queuedEffect : found.command.effect;
	if (effect !== undefined) {
		checkRoom(session.server, effect);
	}

	if (isKept(session, found)) {
		checkMemory(session.server);
	}

	if (session.protocol === 2 && session.subscriptions > 0 && !allowed?.subscribed) {
		throw new CommandError(`ERR Can't execute '${found.command.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`);
	}

	if (session.server.isLoading && effect !== undefined) {
		throw new CommandError('LOADING Redis is loading the dataset in memory');
	}
}

function isKept({queue}: Session, found: Found): boolean {
	return queue !== undefined && !(found.kind === 'session' && found.command.allowed?.inMulti);
}

function keep(session: Session, found: Found, words: readonly string[]): Reply {
	if (found.kind === 'session' && found.command.isRefusedInMulti) {
		throw new CommandError('ERR Command not allowed inside a transaction');
	}

	session.queuedEffect = greaterEffect(session.queuedEffect, found.command.effect);
	session.queuedBytes += words.reduce((sum, word) => sum + word.length, queuedCommandBytes);
	session.queue?.push(() => {
		try {
			return run(session, found, words);
		} catch (error) {
			return toReply(error, session, words);
		}
	});
	return {kind: 'status', text: 'QUEUED'};
}

function runAsUnit(session: Session, found: Found, words: readonly string[]): Reply {
	const {server} = session;
	session.database.startCommand();
	try {
		return run(session, found, words);
	} catch (error) {
		// What goes wrong while it runs does not break a transaction that is being written.
		return toReply(error, session, words);
	} finally {
		server.endCommand();
	}
}

function run(session: Session, found: Found, words: readonly string[]): Reply {
	const {server} = session;
	const {name} = found.command;
	// The end of a transaction is shown behind what it does.
	const isLast = name === 'exec';
	if (!isLast) {
		server.noteCommand(session, name, words);
	}

	server.actor = session;
	try {
		return found.kind === 'data' ? execute(found.command, session.database, found.args) : found.command.run(session, found.args);
	} finally {
		server.actor = undefined;
		if (isLast) {
			server.noteCommand(session, name, words);
		}
	}
}

function toReply(error: unknown, {server}: Session, words: readonly string[]): Reply {
	if (error instanceof CommandError) {
		if (/^ERR unknown|^ERR This server/.test(error.message)) {
			server.tellOnce(`Refused ${quote((words[0] ?? '').slice(0, 64))}: ${quote(error.message.slice(0, 200))}`);
		}

		return {kind: 'error', text: error.message};
	}

	// A mistake of ours must not end the others' connections.
	server.program.tell(`A mistake in the built-in server, at ${quote((words[0] ?? '').slice(0, 64))}: ${error instanceof Error ? error.stack : String(error)}`);
	return {kind: 'error', text: 'ERR internal error of the built-in server; its log tells more'};
}

