import type {SessionCommand} from '../command.js';
import {matchesGlob} from '../glob.js';
import type {SubscriptionKind} from '../pub-sub.js';
import {CommandError, encode, none} from '../reply.js';
import type {Session} from '../session.js';

const allowed = {subscribed: true};

/** Subscribe, and see who does. `PUBLISH` works on keys' side, because scripts publish too. */
export const pubSubCommands: readonly SessionCommand[] = [
	begin('subscribe', 'channels'),
	begin('psubscribe', 'patterns'),
	end('unsubscribe', 'channels'),
	end('punsubscribe', 'patterns'),
	{
		name: 'pubsub|channels', arity: -2, run({server}, [pattern, ...rest]) {
			if (rest.length > 0) {
				throw new CommandError('ERR unknown subcommand or wrong number of arguments for \'CHANNELS\'. Try PUBSUB HELP.');
			}

			return [...server.pubSub.channels()].filter(channel => pattern === undefined || matchesGlob(pattern, channel));
		},
	},
	{
		name: 'pubsub|numsub', arity: -2, run: ({server}, channels) => channels.flatMap(channel => [channel, server.pubSub.subscribers(channel)]),
	},
	{
		name: 'pubsub|numpat', arity: 2, run: ({server}) => server.pubSub.patternCount,
	},
];

function begin(name: string, kind: SubscriptionKind): SessionCommand {
	return {
		name, arity: -2, allowed, run(session, wanted) {
			for (const each of wanted) {
				session.server.pubSub.subscribe(session, kind, each);
				confirm(session, name, each);
			}

			return none;
		},
	};
}

function end(name: string, kind: SubscriptionKind): SessionCommand {
	return {
		name, arity: -1, allowed, run(session, given) {
			const unwanted = given.length > 0 ? given : [...session[kind]];
			if (unwanted.length === 0) {
				confirm(session, name, null);
			}

			for (const each of unwanted) {
				session.server.pubSub.unsubscribe(session, kind, each);
				confirm(session, name, each);
			}

			return none;
		},
	};
}

// It is no reply: it comes even to those who want none.
function confirm(session: Session, name: string, channel: string | null): void {
	session.push(encode({kind: 'push', items: [name, channel, session.subscriptions]}, session.protocol));
}
