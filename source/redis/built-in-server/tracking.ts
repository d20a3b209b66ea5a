/*
`CLIENT TRACKING … BCAST`: clients are told the keys that change, by prefix. Changes are gathered during a turn and told at its end, each key once: one message
per prefix, prefixes and keys in the order of their bytes, as Redis does it.
*/
import {bytesOfNames} from './limits.js';
import {encode, type Reply} from './reply.js';
import type {Session} from './session.js';

/** What a session wants to be told of. */
export type Tracking = {
	/** Beginnings of keys; `''` for all. */
	readonly prefixes: readonly string[];

	/** The session that gets the messages; `0`: this one itself, as pushes of RESP3. */
	readonly redirect: number;

	/** Whether changes of its own are left out. */
	readonly isNoLoop: boolean;

	/** Whether `redirect` is gone. */
	readonly isBroken: boolean;
};

/** Who tracks which prefix, and what has changed in this turn. */
export class TrackingTable {
	readonly #prefixes = new Map<string, {readonly sessions: Set<Session>; changed: Map<string, Session | undefined>}>();
	readonly #ownFlushes: Tracking[] = [];
	readonly #find: (id: number) => Session | undefined;

	/** @param find Finds a session by its number. */
	constructor(find: (id: number) => Session | undefined) {
		this.#find = find;
	}

	/** How many prefixes are tracked. */
	get size(): number {
		return this.#prefixes.size;
	}

	/** Begin, or add to what was tracked. */
	start(session: Session, tracking: Tracking): void {
		const before = session.tracking?.prefixes ?? [];
		session.tracking = {...tracking, prefixes: [...new Set([...before, ...tracking.prefixes])]};
		session.namesBytes += bytesOfNames(session.tracking.prefixes) - bytesOfNames(before);
		for (const prefix of session.tracking.prefixes) {
			const entry = this.#prefixes.get(prefix) ?? {sessions: new Set(), changed: new Map<string, Session | undefined>()};
			entry.sessions.add(session);
			this.#prefixes.set(prefix, entry);
		}
	}

	/** End it. */
	stop(session: Session): void {
		for (const prefix of session.tracking?.prefixes ?? []) {
			const entry = this.#prefixes.get(prefix);
			entry?.sessions.delete(session);
			if (entry?.sessions.size === 0) {
				this.#prefixes.delete(prefix);
			}
		}

		session.namesBytes -= bytesOfNames(session.tracking?.prefixes ?? []);
		session.tracking = undefined;
	}

	/** Remember that a key has changed, and by whom. */
	changed(key: string, by: Session | undefined): void {
		for (const [prefix, {changed}] of this.#prefixes) {
			if (key.startsWith(prefix)) {
				changed.set(key, by);
			}
		}
	}

	/** All keys of a database are gone: everybody who tracks is told so at once, but whoever did it after the reply. */
	flushed(sessions: Iterable<Session>, by: Session | undefined): void {
		for (const session of sessions) {
			if (session.tracking && session === by) {
				this.#ownFlushes.push(session.tracking);
			} else if (session.tracking) {
				this.#send(session, session.tracking, null);
			}
		}
	}

	/** A session has its reply: tell it of the keys that it has taken away all at once. */
	replied(session: Session): void {
		for (const tracking of this.#ownFlushes.splice(0)) {
			this.#send(session, tracking, null);
		}
	}

	/** The end of a turn: tell what has changed. */
	flush(): void {
		for (const prefix of [...this.#prefixes.keys()].toSorted()) {
			const entry = this.#prefixes.get(prefix);
			if (!entry || entry.changed.size === 0) {
				continue;
			}

			const {changed} = entry;
			entry.changed = new Map();
			const keys = [...changed.keys()].toSorted();
			for (const session of entry.sessions) {
				const told = session.tracking?.isNoLoop ? keys.filter(key => changed.get(key) !== session) : keys;
				if (session.tracking && told.length > 0) {
					this.#send(session, session.tracking, told);
				}
			}
		}
	}

	#send(session: Session, tracking: Tracking, keys: Reply): void {
		const receiver = tracking.redirect === 0 ? session : this.#find(tracking.redirect);
		if (!receiver) {
			session.tracking = {...tracking, isBroken: true};
			if (session.protocol === 3) {
				session.push(encode({kind: 'push', items: ['tracking-redir-broken', tracking.redirect]}, 3));
			}

			return;
		}

		let told: string;
		try {
			// How `null` is written is decided by who tracks, not by who receives.
			told = encode(keys, session.protocol);
		} catch (error) {
			session.server.sessions.drop(session, `closed because the keys that have changed are too long to tell: ${String(error)}`);
			return;
		}

		if (receiver.protocol === 3) {
			receiver.push(`>2\r\n$10\r\ninvalidate\r\n${told}`);
		} else if (tracking.redirect !== 0 && receiver.subscriptions > 0) {
			receiver.push(`*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n${told}`);
		}
	}
}
