import type {Session} from './session.js';

const shortEscapes: ReadonlyMap<string, string> = new Map([['\n', 'n'], ['\r', 'r'], ['\t', 't'], ['\u0007', 'a'], ['\b', 'b'], ['\\', '\\'], ['"', '"']]);

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
			const line = `+${(atUs / 1_000_000).toFixed(6)} [${by.database.index} ${by.transport.address}] ${words.map(word => quote(word)).join(' ')}\r\n`;
			for (const session of this.#sessions) {
				session.push(line);
			}
		}
	}
}

// As Redis quotes: printable ASCII stays.
function quote(word: string): string {
	const escaped = word.replaceAll(/[\\"]|[^ -~]/g, char => {
		const short = shortEscapes.get(char);
		return `\\${short ?? `x${char.charCodeAt(0).toString(16).padStart(2, '0')}`}`;
	});
	return `"${escaped}"`;
}
