import type {SessionCommand} from '../command.js';
import {
	CommandError, none, nullArray, ok, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';

const allowed = {inMulti: true};

/** Several commands in one step. Nothing that others do comes between them. */
export const transactionCommands: readonly SessionCommand[] = [
	{
		name: 'multi', arity: 1, allowed, run(session) {
			if (session.queue) {
				throw new CommandError('ERR MULTI calls can not be nested');
			}

			session.queue = [];
			session.isQueueBroken = false;
			return ok;
		},
	},
	{
		name: 'exec', arity: 1, allowed, run(session) {
			const {queue, isQueueBroken} = session;
			if (!queue) {
				throw new CommandError('ERR EXEC without MULTI');
			}

			session.server.watches.look(session);
			const {isWatchBroken} = session;
			session.discard();
			if (isQueueBroken) {
				throw new CommandError('EXECABORT Transaction discarded because of previous errors.');
			}

			return isWatchBroken ? nullArray : runAll(session, queue);
		},
	},
	{
		name: 'discard', arity: 1, allowed, run(session) {
			if (!session.queue) {
				throw new CommandError('ERR DISCARD without MULTI');
			}

			session.discard();
			return ok;
		},
	},
	{
		name: 'watch', arity: -2, allowed, run(session, keys) {
			if (session.queue) {
				throw new CommandError('ERR WATCH inside MULTI is not allowed');
			}

			session.server.watches.watch(session, keys);
			return ok;
		},
	},
	{
		name: 'unwatch', arity: 1, run(session) {
			session.server.watches.unwatch(session);
			return ok;
		},
	},
];

// Each reply is written at once: as it is it may take many times as much memory, and what the transaction publishes to its own client comes in between. Who gets more than may wait for him
// has to go, and all is done nevertheless.
function runAll(session: Session, queue: ReadonlyArray<() => Reply>): Reply {
	session.reply({kind: 'head', length: queue.length});
	for (const run of queue) {
		session.reply(run());
	}

	return none;
}
