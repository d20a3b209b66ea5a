import {quote} from './quote.js';
import type {Session} from './session.js';

// Of a word that is longer only the beginning is shown: nobody reads more, and quoted it could be longer than any text.
const longestShownWord = 65_536;

/**
Who sees the commands of all clients, by `MONITOR`.
*/
export class Monitors {
	readonly #sessions = new Set<Session>();

	/** Show everything to a client from now on. */
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
	Show a command.

	@param atUs Unix time in microseconds.
	*/
	show(by: Session, words: readonly string[], atUs: number): void {
		if (this.#sessions.size > 0) {
			const line = `+${(atUs / 1_000_000).toFixed(6)} [${by.database.index} ${by.transport.address}] ${words.map(word => quote(word.slice(0, longestShownWord))).join(' ')}\r\n`;
			for (const session of this.#sessions) {
				session.push(line);
			}
		}
	}
}
