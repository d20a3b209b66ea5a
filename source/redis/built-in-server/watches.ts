import type {Keyspace} from './keyspace.js';
import {bytesOfNames} from './limits.js';
import type {Session} from './session.js';

/**
Who watches which key until `EXEC`.
*/
export class Watches {
	readonly #sessions = new Map<Keyspace, Map<string, Set<Session>>>();

	/** Watch keys of the session's database. */
	watch(session: Session, keys: readonly string[]): void {
		const {database} = session;
		const byKey = this.#sessions.get(database) ?? new Map<string, Set<Session>>();
		this.#sessions.set(database, byKey);
		for (const key of keys) {
			// One that has run out is as good as gone: its end must not count as a change later.
			database.entryOf(key);
			const sessions = byKey.get(key) ?? new Set();
			byKey.set(key, sessions);
			if (!sessions.has(session)) {
				sessions.add(session);
				session.watched.push({key, database});
				session.namesBytes += bytesOfNames([key]);
			}
		}
	}

	/** See whether a key that is watched has run out by now, which counts as a change. */
	look({watched}: Session): void {
		for (const {key, database} of watched) {
			database.startCommand();
			database.entryOf(key);
		}
	}

	/** Watch nothing any more. */
	unwatch(session: Session): void {
		for (const {key, database} of session.watched) {
			const byKey = this.#sessions.get(database);
			const sessions = byKey?.get(key);
			sessions?.delete(session);
			if (sessions?.size === 0) {
				byKey?.delete(key);
			}
		}

		session.namesBytes -= bytesOfNames(session.watched.map(({key}) => key));
		session.watched.length = 0;
		session.isWatchBroken = false;
	}

	/** A key has changed; `undefined`: all keys of the database are gone. */
	changed(key: string | undefined, database: Keyspace): void {
		const byKey = this.#sessions.get(database);
		if (!byKey || byKey.size === 0) {
			return;
		}

		const keys = key === undefined ? [...byKey.keys()].filter(each => database.entryOf(each)) : [key];
		for (const session of keys.flatMap(each => [...byKey.get(each) ?? []])) {
			session.isWatchBroken = true;
		}
	}
}
