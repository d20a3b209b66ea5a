import type {SessionCommand} from '../command.js';
import {matchesGlob} from '../glob.js';
import {
	CommandError, encode, none, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';

const allowed = {subscribed: true};

/** Subscribe, and see who does. `PUBLISH` works on keys' side, because scripts publish too. */
export const pubSubCommands: readonly SessionCommand[] = [
	{
		name: 'subscribe', arity: -2, allowed, run: (session, channels) => begin(session, 'subscribe', channels, channel => {
			session.server.pubSub.subscribe(session, channel);
		}),
	},
	{
		name: 'psubscribe', arity: -2, allowed, run: (session, patterns) => begin(session, 'psubscribe', patterns, pattern => {
			session.server.pubSub.subscribePattern(session, pattern);
		}),
	},
	{
		name: 'unsubscribe', arity: -1, allowed, run: (session, channels) => end(session, 'unsubscribe', channels.length > 0 ? channels : [...session.channels], channel => {
			session.server.pubSub.unsubscribe(session, channel);
		}),
	},
	{
		name: 'punsubscribe', arity: -1, allowed, run: (session, patterns) => end(session, 'punsubscribe', patterns.length > 0 ? patterns : [...session.patterns], pattern => {
			session.server.pubSub.unsubscribePattern(session, pattern);
		}),
	},
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

// These are no replies: they come even to those who want none.
function begin(session: Session, name: string, channels: readonly string[], subscribe: (channel: string) => void): Reply {
	for (const channel of channels) {
		subscribe(channel);
		confirm(session, name, channel);
	}

	return none;
}

function confirm(session: Session, name: string, channel: string | null): void {
	session.push(encode({kind: 'push', items: [name, channel, session.subscriptions]}, session.protocol));
}

function end(session: Session, name: string, channels: readonly string[], unsubscribe: (channel: string) => void): Reply {
	if (channels.length === 0) {
		confirm(session, name, null);
		return none;
	}

	return begin(session, name, channels, unsubscribe);
}
