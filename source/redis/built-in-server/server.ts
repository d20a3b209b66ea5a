/*
The server: databases, sessions, and the turns of the event loop.

Commands of all clients run one after the other. What they change is gathered; at the end of a turn it is told to those who track, written to the log, and only then are the replies
sent: what a client has read as done survives the end of this process.
*/
import {Keyspace, type KeyspaceHost} from './keyspace.js';
import {breaksLimit} from './limits.js';
import type {AppendOnlyLog} from './log/append-only-log.js';
import {PubSub} from './pub-sub.js';
import {CommandError} from './reply.js';
import {Session, type Transport} from './session.js';
import type {Settings} from './settings.js';
import {TrackingTable} from './tracking.js';
import {Watches} from './watches.js';

/** What a server needs from the program that it runs in. */
export type Program = {
	/** Writes a line to the server's own log. */
	tell(line: string): void;

	/** Ends the program. */
	shutDown(): void;
};

// Keys that have run out are taken away ten times a second, as in Redis; not too many at once.
const sweepMs = 100;
const mostPerSweep = 5000;

// About what an empty Redis tells.
const emptyBytes = 1_048_576;

// Limits are looked at once a turn, but a single turn must not fill the memory either.
const checkedAtOnceBytes = 1_048_576;

/** A server, without its sockets. */
export class Server implements KeyspaceHost {
	/** They can change while it runs. */
	settings: Settings;

	/** Unix time in milliseconds. */
	readonly startedAtMs = Date.now();

	/** All databases. */
	readonly databases: readonly Keyspace[];

	/** Who subscribes to what. */
	readonly pubSub = new PubSub();

	/** Who is told of changes. */
	readonly tracking = new TrackingTable(id => this.session(id));

	/** Who watches what. */
	readonly watches = new Watches();

	/** Where changes are kept; `undefined`: nowhere. Set before the first client comes. */
	journal: AppendOnlyLog | undefined;

	/** Whose command runs at the moment. */
	actor: Session | undefined;

	/** What happened since the start. */
	readonly counts = {
		commands: 0, connections: 0, rejected: 0, dropped: 0, calls: new Map<string, number>(),
	};

	/** The program that it runs in. */
	readonly program: Program;

	#sessions = new Map<number, Session>();
	#lastId = 0;
	#changes: Array<{readonly database: number; readonly command: readonly string[]}> = [];

	// More databases are to be cleared.
	#isClearing = false;
	#waiting = new Set<Session>();
	#turn: NodeJS.Immediate | undefined;
	#sweeper: NodeJS.Timeout;
	#pausedUntilMs = 0;

	constructor(settings: Settings, program: Program) {
		this.settings = settings;
		this.program = program;
		this.databases = Array.from({length: settings.databases}, (_, index) => new Keyspace(index, this));
		this.#sweeper = setInterval(() => {
			this.#tick();
		}, sweepMs);
	}

	/** Unix time in milliseconds. */
	nowMs(): number {
		return Date.now();
	}

	/** Unix time in microseconds. */
	nowUs(): number {
		return Date.now() * 1000;
	}

	/**
	A database.

	@throws {CommandError} when there is none of this number.
	*/
	database(index: number): Keyspace {
		const database = this.databases[index];
		if (!database) {
			throw new CommandError('ERR DB index is out of range');
		}

		return database;
	}

	/** All connections, in the order in which they came. */
	sessions(): Iterable<Session> {
		return this.#sessions.values();
	}

	/** A connection. */
	session(id: number): Session | undefined {
		return this.#sessions.get(id);
	}

	/** How many connections there are. */
	get sessionCount(): number {
		return this.#sessions.size;
	}

	/** A client has come. `undefined` when there are too many; it was told so. */
	open(transport: Transport): Session | undefined {
		this.counts.connections++;
		if (this.#sessions.size >= this.settings.maxclients) {
			this.counts.rejected++;
			transport.write('-ERR max number of clients reached\r\n');
			transport.end();
			return undefined;
		}

		const session = new Session(this, ++this.#lastId, transport);
		this.#sessions.set(session.id, session);
		return session;
	}

	/** A client has gone. */
	close(session: Session): void {
		this.reset(session);
		this.#sessions.delete(session.id);
		this.#waiting.delete(session);
	}

	/** Forget what a client has begun, as if it had only just come. */
	reset(session: Session): void {
		session.queue = undefined;
		session.isQueueBroken = false;
		this.watches.unwatch(session);
		this.tracking.stop(session);
		this.pubSub.forget(session);
		session.isMonitor = false;
		session.protocol = 2;
		session.name = '';
		session.replies = 'on';
		session.database = this.database(0);
		session.isAuthenticated = this.settings.password === '';
	}

	/** End a connection; the one that asks for it gets its reply first. */
	kill(session: Session, asker: Session): void {
		if (session === asker) {
			session.isClosing = true;
			this.#waiting.add(session);
			this.#endTurnSoon();
		} else {
			session.isClosing = true;
			session.transport.destroy();
			this.close(session);
		}
	}

	/** End a connection at once, and say why in the server's own log. */
	drop(session: Session, why: string): void {
		this.counts.dropped++;
		this.program.tell(`Client ${session.transport.address} ${why}`);
		session.isClosing = true;
		session.transport.destroy();
		this.close(session);
	}

	/** A client has sent part of a command: drop it if that is too much, for it or for all together. */
	checkUnread(session: Session): void {
		if (session.unreadBytes > checkedAtOnceBytes) {
			const all = [...this.#sessions.values()].reduce((sum, {unreadBytes}) => sum + unreadBytes, 0);
			if (this.settings.maxmemory > 0 && all > this.settings.maxmemory) {
				this.drop(session, `closed because all clients together have sent ${all} bytes of commands that are not whole`);
			} else {
				this.#checkLimits(session, this.nowMs());
			}
		}
	}

	/** Read no commands for a while. */
	pause(durationMs: number): void {
		this.#pausedUntilMs = this.nowMs() + durationMs;
	}

	/** How long no commands are read, in milliseconds. */
	get pauseMs(): number {
		return Math.max(0, this.#pausedUntilMs - this.nowMs());
	}

	/** Bytes that the server and all keys take, about. */
	get usedBytes(): number {
		return this.databases.reduce((sum, {bytes}) => sum + bytes, emptyBytes);
	}

	/** Whether there is no memory for more. */
	get isFull(): boolean {
		return this.settings.maxmemory > 0 && this.usedBytes > this.settings.maxmemory;
	}

	/** Show a command to those who see everything. */
	showMonitors(by: Session, words: readonly string[]): void {
		this.counts.commands++;
		this.counts.calls.set(by.lastCommand, (this.counts.calls.get(by.lastCommand) ?? 0) + 1);
		for (const session of this.#sessions.values()) {
			if (session.isMonitor) {
				const time = (this.nowUs() / 1_000_000).toFixed(6);
				session.push(`+${time} [${by.database.index} ${by.transport.address}] ${words.map(word => quote(word)).join(' ')}\r\n`);
			}
		}
	}

	/** A command is over: what it has changed belongs together. */
	endCommand(): void {
		if (this.#changes.length > 0) {
			this.journal?.append(this.#changes);
			this.#changes = [];
			this.#endTurnSoon();
		}
	}

	/** Take all keys of all databases away. Who tracks keys is told so once. */
	clear(): void {
		for (const database of this.databases) {
			if (database.size > 0) {
				this.log(['FLUSHDB'], database);
			}

			this.#isClearing = database !== this.databases.at(-1);
			database.clear();
		}
	}

	/** Tell those who watch and those who track. */
	changed(key: string | undefined, database: Keyspace): void {
		this.watches.changed(key, database);
		if (this.tracking.size === 0 || this.#isClearing) {
			return;
		}

		if (key === undefined) {
			this.tracking.flushed(this.#sessions.values(), this.actor);
		} else {
			this.tracking.changed(key, this.actor);
		}

		this.#endTurnSoon();
	}

	/** Remember a change of the present command. */
	log(command: readonly string[], database: Keyspace): void {
		this.#changes.push({database: database.index, command});
	}

	/** Send a message. Returns how many times it was received. */
	publish(channel: string, message: string): number {
		return this.pubSub.publish(channel, message);
	}

	/** A session has something to send. */
	hasOutput(session: Session): void {
		this.#waiting.add(session);
		this.#endTurnSoon();
		if (session.outputBytes > checkedAtOnceBytes) {
			this.#checkLimits(session, this.nowMs());
		}
	}

	/** No client may come any more. Ends timers, and writes what is still to be written. */
	async stop(): Promise<void> {
		clearInterval(this.#sweeper);
		clearImmediate(this.#turn);
		this.#endTurn();
		for (const {transport} of this.#sessions.values()) {
			transport.destroy();
		}

		await this.journal?.close();
	}

	#endTurnSoon(): void {
		this.#turn ??= setImmediate(() => {
			this.#turn = undefined;
			this.#endTurn();
		});
	}

	#endTurn(): void {
		this.tracking.flush();
		this.journal?.flush();
		const nowMs = this.nowMs();
		for (const session of this.#waiting) {
			session.flush();
			this.#checkLimits(session, nowMs);
		}

		this.#waiting.clear();
	}

	#tick(): void {
		for (const database of this.databases) {
			database.sweep(mostPerSweep);
		}

		this.endCommand();
		const nowMs = this.nowMs();
		for (const session of this.#sessions.values()) {
			this.#checkLimits(session, nowMs);
		}
	}

	#checkLimits(session: Session, nowMs: number): void {
		const problem = breaksLimit(session, nowMs);
		if (problem !== undefined) {
			this.drop(session, problem);
		}
	}
}

// As Redis quotes: printable ASCII stays.
function quote(word: string): string {
	return `"${word.replaceAll(/[\\"]|[^ -~]/g, char => {
		const short = ({'\n': 'n', '\r': 'r', '\t': 't', '\u0007': 'a', '\b': 'b', '\\': '\\', '"': '"'} as Record<string, string>)[char];
		return short === undefined ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${short}`;
	})}"`;
}
