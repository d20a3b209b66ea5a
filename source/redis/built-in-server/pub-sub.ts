import {matchesGlob} from './glob.js';
import {bytesOfNames} from './limits.js';
import {encode, type Protocol, type Reply} from './reply.js';
import type {Session} from './session.js';

/** What one can subscribe to. */
export type SubscriptionKind = 'channels' | 'patterns';

/**
Who subscribes to what, and messages on their way. Channels are the same in all databases.
*/
export class PubSub {
	readonly #subscribers: Readonly<Record<SubscriptionKind, Map<string, Set<Session>>>> = {channels: new Map(), patterns: new Map()};

	/** How many different patterns there are. */
	get patternCount(): number {
		return this.#subscribers.patterns.size;
	}

	/** Channels with at least one subscriber. */
	channels(): Iterable<string> {
		return this.#subscribers.channels.keys();
	}

	/** How many subscribe to a channel, patterns aside. */
	subscribers(channel: string): number {
		return this.#subscribers.channels.get(channel)?.size ?? 0;
	}

	/** Subscribe a session to a channel, or to all channels that match a pattern. */
	subscribe(session: Session, kind: SubscriptionKind, name: string): void {
		if (add(this.#subscribers[kind], name, session)) {
			session[kind].add(name);
			session.namesBytes += bytesOfNames([name]);
		}
	}

	/** End it. */
	unsubscribe(session: Session, kind: SubscriptionKind, name: string): void {
		if (drop(this.#subscribers[kind], name, session)) {
			session[kind].delete(name);
			session.namesBytes -= bytesOfNames([name]);
		}
	}

	/** End all subscriptions of a session. */
	forget(session: Session): void {
		for (const kind of ['channels', 'patterns'] as const) {
			for (const name of session[kind]) {
				this.unsubscribe(session, kind, name);
			}
		}
	}

	/** Send a message. Returns how many times it was received. */
	publish(channel: string, message: string): number {
		let count = deliver(this.#subscribers.channels.get(channel), ['message', channel, message]);
		for (const [pattern, sessions] of this.#subscribers.patterns) {
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
