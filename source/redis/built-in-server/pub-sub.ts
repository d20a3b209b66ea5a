import {matchesGlob} from './glob.js';
import {bytesOfNames} from './limits.js';
import {encode, type Protocol, type Reply} from './reply.js';
import type {Session} from './session.js';

/**
Who subscribes to what, and messages on their way. Channels are the same in all databases.
*/
export class PubSub {
	readonly #channels = new Map<string, Set<Session>>();
	readonly #patterns = new Map<string, Set<Session>>();

	/** How many different patterns there are. */
	get patternCount(): number {
		return this.#patterns.size;
	}

	/** Channels with at least one subscriber. */
	channels(): Iterable<string> {
		return this.#channels.keys();
	}

	/** How many subscribe to a channel, patterns aside. */
	subscribers(channel: string): number {
		return this.#channels.get(channel)?.size ?? 0;
	}

	/** Subscribe a session to a channel. */
	subscribe(session: Session, channel: string): void {
		if (add(this.#channels, channel, session)) {
			session.channels.add(channel);
			session.namesBytes += bytesOfNames([channel]);
		}
	}

	/** End it. */
	unsubscribe(session: Session, channel: string): void {
		if (drop(this.#channels, channel, session)) {
			session.channels.delete(channel);
			session.namesBytes -= bytesOfNames([channel]);
		}
	}

	/** Subscribe a session to all channels that match. */
	subscribePattern(session: Session, pattern: string): void {
		if (add(this.#patterns, pattern, session)) {
			session.patterns.add(pattern);
			session.namesBytes += bytesOfNames([pattern]);
		}
	}

	/** End it. */
	unsubscribePattern(session: Session, pattern: string): void {
		if (drop(this.#patterns, pattern, session)) {
			session.patterns.delete(pattern);
			session.namesBytes -= bytesOfNames([pattern]);
		}
	}

	/** End all subscriptions of a session. */
	forget(session: Session): void {
		for (const channel of session.channels) {
			this.unsubscribe(session, channel);
		}

		for (const pattern of session.patterns) {
			this.unsubscribePattern(session, pattern);
		}
	}

	/** Send a message. Returns how many times it was received. */
	publish(channel: string, message: string): number {
		let count = deliver(this.#channels.get(channel), ['message', channel, message]);
		for (const [pattern, sessions] of this.#patterns) {
			if (matchesGlob(pattern, channel)) {
				count += deliver(sessions, ['pmessage', pattern, channel, message]);
			}
		}

		return count;
	}
}

// Returns whether that is new.
function add(map: Map<string, Set<Session>>, name: string, session: Session): boolean {
	const sessions = map.get(name) ?? new Set();
	map.set(name, sessions);
	const isNew = !sessions.has(session);
	sessions.add(session);
	return isNew;
}

// Returns whether it was there.
function drop(map: Map<string, Set<Session>>, name: string, session: Session): boolean {
	const sessions = map.get(name);
	const wasThere = sessions?.delete(session) ?? false;
	if (sessions?.size === 0) {
		map.delete(name);
	}

	return wasThere;
}

// Written once for all who speak the same version.
function deliver(sessions: ReadonlySet<Session> | undefined, items: readonly Reply[]): number {
	const texts = new Map<Protocol, string>();
	for (const session of sessions ?? []) {
		const text = texts.get(session.protocol) ?? encode({kind: 'push', items}, session.protocol);
		texts.set(session.protocol, text);
		session.push(text);
	}

	return sessions?.size ?? 0;
}
