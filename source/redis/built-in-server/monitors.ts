import {quote} from './quote.js';
import type {Session} from './session.js';

// Of a word so much is shown.
const longestShownWord = 65_536;

// What Redis does not show either: commands of administrators, and those that say what a setting shall be.
const hidden = /^(?:config\||monitor$|shutdown$|bgrewriteaof$|client\|(?:list|kill|no-evict)$)/;

/** Clients that see every command: `MONITOR`. */
export class Monitors {
	readonly #sessions = new Set<Session>();

	/** Show a client everything from now on. */
	add(session: Session): void {
		this.#sessions.add(session);
	}

	/** Whether a client sees everything. */
	has(session: Session): boolean {
		return this.#sessions.has(session);
	}

	/** Show it nothing any more. */
	delete(session: Session): void {
		this.#sessions.delete(session);
	}

	/**
	Show a command, but no passwords.

	@param name In small letters; a subcommand after a `|`.
	@param atUs Unix time in microseconds.
	*/
	show(by: Session, name: string, words: readonly string[], atUs: number): void {
		if (this.#sessions.size > 0 && !hidden.test(name)) {
			const shown = withoutPasswords(name, words).map(word => quote(word.slice(0, longestShownWord)));
			const line = `+${(atUs / 1_000_000).toFixed(6)} [${by.database.index} ${by.transport.address}] ${shown.join(' ')}\r\n`;
			for (const session of this.#sessions) {
				session.push(line);
			}
		}
	}
}

function withoutPasswords(name: string, words: readonly string[]): readonly string[] {
	if (name === 'auth') {
		return words.map((word, at) => at === 0 ? word : '(redacted)');
	}

	const auth = name === 'hello' ? words.findIndex(word => word.toLowerCase() === 'auth') : -1;
	return auth === -1 ? words : words.map((word, at) => at === auth + 1 || at === auth + 2 ? '(redacted)' : word);
}
