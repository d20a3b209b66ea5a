import {breaksLimit} from './limits.js';
import type {Server} from './server.js';
import {Session, type Transport} from './session.js';

// Limits are looked at once a turn, but a single turn must not fill the memory either.
const checkedAtOnceBytes = 1_048_576;

/**
The connections of a server: how they come and go.
*/
export class Sessions {
	readonly #server: Server;
	readonly #sessions = new Map<number, Session>();
	#lastId = 0;
	#heldBytes = 0;

	constructor(server: Server) {
		this.#server = server;
	}

	/** How many there are. */
	get size(): number {
		return this.#sessions.size;
	}

	/** All, in the order in which they came. */
	all(): Iterable<Session> {
		return this.#sessions.values();
	}

	/** The one of a number. */
	get(id: number): Session | undefined {
		return this.#sessions.get(id);
	}

	/** A client has come. `undefined` when there are too many; it was told so. */
	open(transport: Transport): Session | undefined {
		const {counts, settings} = this.#server;
		counts.connections++;
		if (this.#sessions.size >= settings.maxclients) {
			counts.rejected++;
			transport.write('-ERR max number of clients reached\r\n');
			transport.end();
			return undefined;
		}

		const session = new Session(this.#server, ++this.#lastId, transport);
		this.#sessions.set(session.id, session);
		return session;
	}

	/** A client has gone. */
	close(session: Session): void {
		if (this.#sessions.delete(session.id)) {
			session.isClosing = true;
			this.reset(session);
			this.#heldBytes -= session.heldBytes;
			session.heldBytes = 0;
			this.#server.forget(session);
		}
	}

	/** Forget what a client has begun, as if it had only just come. */
	reset(session: Session): void {
		const {tracking, pubSub, monitors, settings} = this.#server;
		session.discard();
		tracking.stop(session);
		pubSub.forget(session);
		monitors.delete(session);
		session.protocol = 2;
		session.name = '';
		session.replies = 'on';
		session.database = this.#server.database(0);
		session.isAuthenticated = settings.password === '';
	}

	/** End a connection; the one that asks for it gets its reply first. */
	kill(session: Session, asker: Session): void {
		if (session === asker) {
			session.endsAfterReply = true;
		} else {
			session.transport.destroy();
			this.close(session);
		}
	}

	/** End a connection at once, and say why in the server's own log. */
	drop(session: Session, why: string): void {
		this.#server.counts.dropped++;
		this.#server.program.tell(`Client ${session.transport.address} ${why}`);
		session.transport.destroy();
		this.close(session);
	}

	/** Bytes that clients have sent and that are kept: commands that were not done yet, and names of what they listen to. */
	get heldBytes(): number {
		return this.#heldBytes;
	}

	/**
	Note what is kept of what a client has sent. It is dropped if that is too much; if it is too much for all together, then who has most of it.

	@param unreadBytes Of a command that is not whole.
	*/
	noteHeld(session: Session, unreadBytes: number): void {
		if (session.isClosing) {
			return;
		}

		const bytes = unreadBytes + session.queuedBytes + session.namesBytes;
		this.#heldBytes += bytes - session.heldBytes;
		session.heldBytes = bytes;
		const {maxmemory} = this.#server.settings;
		if (maxmemory > 0 && this.#heldBytes > Math.max(maxmemory, checkedAtOnceBytes)) {
			this.#dropGreatest(({heldBytes}) => heldBytes, `closed because it holds most of the ${this.#heldBytes} bytes that all clients together have sent for later`);
		} else if (bytes > checkedAtOnceBytes) {
			this.checkLimits(session);
		}
	}

	/** Something was written for a client: within a turn only much of it matters. */
	noteOutput(session: Session): void {
		if (session.outputBytes > checkedAtOnceBytes) {
			this.checkLimits(session);
		}
	}

	/** Drop the client for which most waits, if more waits for all together than keys may take. */
	checkTogether(): void {
		const {maxmemory} = this.#server.settings;
		let bytes = 0;
		for (const {outputBytes} of this.all()) {
			bytes += outputBytes;
		}

		if (maxmemory > 0 && bytes > Math.max(maxmemory, checkedAtOnceBytes)) {
			this.#dropGreatest(({outputBytes}) => outputBytes, `closed because most of the ${bytes} bytes that wait for all clients together wait for it`);
		}
	}

	/** Drop a client that takes too much. */
	checkLimits(session: Session): void {
		const problem = breaksLimit(session, this.#server.nowMs());
		if (problem !== undefined) {
			this.drop(session, problem);
		}
	}

	#dropGreatest(bytesOf: (session: Session) => number, why: string): void {
		const [greatest] = [...this.all()].toSorted((a, b) => bytesOf(b) - bytesOf(a));
		if (greatest) {
			this.drop(greatest, why);
		}
	}
}
