import {quote} from './quote.js';
import type {Session} from './session.js';

// Of a command so much is shown: nobody reads more, and it would take as much memory for each who looks.
const mostShownBytes = 65_536;

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
			const line = `+${(atUs / 1_000_000).toFixed(6)} [${by.database.index} ${by.transport.address}] ${show(withoutPasswords(name, words))}\r\n`;
			for (const session of this.#sessions) {
				session.push(line);
			}
		}
	}
}

function show(words: readonly string[]): string {
	const shown: string[] = [];
	let left = mostShownBytes;
	for (const word of words) {
		if (left <= 0) {
			shown.push(`... (${words.length - shown.length} more words)`);
			break;
		}

		shown.push(quote(word.slice(0, left)));
		left -= word.length + 1;
	}

	return shown.join(' ');
}

function withoutPasswords(name: string, words: readonly string[]): readonly string[] {
	if (name === 'auth') {
		return words.map((word, at) => at === 0 ? word : '(redacted)');
	}

	const auth = name === 'hello' ? words.findIndex(word => word.toLowerCase() === 'auth') : -1;
	return auth === -1 ? words : words.map((word, at) => at === auth + 1 || at === auth + 2 ? '(redacted)' : word);
}
