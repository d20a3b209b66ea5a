/*
The server: databases, sessions, and the turns of the event loop.

Commands of all clients run one after the other. What they change is gathered; at the end of a turn it is told to those who track, written to the log, and only then are the replies
sent: what a client has read as done survives the end of this process. Where the disk takes nothing, it is told, the next changes are refused, and what is pending is written as soon as it can be.
*/
import {Keyspace} from './keyspace.js';
import type {KeyspaceHost} from './keyspace-host.js';
import type {AppendOnlyLog} from './log/append-only-log.js';
import {Monitors} from './monitors.js';
import {PubSub} from './pub-sub.js';
import {CommandError} from './reply.js';
import type {Session} from './session.js';
import {Sessions} from './sessions.js';
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

// So many different lines are told once.
const mostTold = 1000;

// About what an empty Redis tells.
const emptyBytes = 1_048_576;

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
	readonly tracking = new TrackingTable(id => this.sessions.get(id));

	/** All connections. */
	readonly sessions = new Sessions(this);

	/** Who sees everything. */
	readonly monitors = new Monitors();

	/** Who watches what. */
	readonly watches = new Watches();

	/** Where changes are kept; `undefined`: nowhere. Set before the first client comes. */
	journal: AppendOnlyLog | undefined;

	/** Whether it still reads its data: until then it answers, but keys are out of reach. */
	isLoading = false;

	/** Whose command runs at the moment. */
	actor: Session | undefined;

	/** What people should know of how it started, in whole sentences. */
	readonly notices: string[] = [];

	/** What happened since the start. */
	readonly counts = {
		commands: 0, connections: 0, rejected: 0, dropped: 0, calls: new Map<string, number>(),
	};

	/** The program that it runs in. */
	readonly program: Program;

	readonly #told = new Set<string>();
	#changes: Array<{readonly database: number; readonly command: readonly string[]}> = [];

	// More databases are to be cleared.
	#isClearing = false;
	readonly #waiting = new Set<Session>();
	#turn: NodeJS.Immediate | undefined;
	readonly #sweeper: NodeJS.Timeout;

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

	/** Bytes that the server, all keys, and what clients have sent and was not done yet take, about. */
	get usedBytes(): number {
		return this.databases.reduce((sum, {bytes}) => sum + bytes, emptyBytes + this.sessions.heldBytes);
	}

	/** Whether there is no memory for more. */
	get isFull(): boolean {
		return this.settings.maxmemory > 0 && this.usedBytes > this.settings.maxmemory;
	}

	/** Count a command, and show it. */
	noteCommand(session: Session, name: string, words: readonly string[]): void {
		const {calls} = this.counts;
		this.counts.commands++;
		calls.set(name, (calls.get(name) ?? 0) + 1);
		this.monitors.show(session, name, words, this.nowUs());
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
	changed(key: string | undefined, database: Keyspace, hasRunOut = false): void {
		this.watches.changed(key, database);
		if (this.tracking.size === 0 || this.#isClearing) {
			return;
		}

		if (key === undefined) {
			this.tracking.flushed(this.sessions.all(), this.actor);
		} else {
			this.tracking.changed(key, hasRunOut ? undefined : this.actor);
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

	/** Write a line to the server's own log, unless it is there already or there are very many: clients that ask again and again must not fill the disk. */
	tellOnce(line: string): void {
		if (!this.#told.has(line) && this.#told.size < mostTold) {
			this.#told.add(line);
			this.program.tell(line);
		}
	}

	/** Let what a session has to send go out at the end of the turn. */
	sendSoon(session: Session): void {
		this.#waiting.add(session);
		this.#endTurnSoon();
		this.sessions.noteOutput(session);
	}

	/** A session has gone. */
	forget(session: Session): void {
		this.#waiting.delete(session);
	}

	/** No client may come any more. Ends timers, and writes what is still to be written. */
	async stop(): Promise<void> {
		clearInterval(this.#sweeper);
		clearImmediate(this.#turn);
		this.#endTurn();
		for (const {transport} of this.sessions.all()) {
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
		for (const session of this.#waiting) {
			session.flush();
			this.sessions.checkLimits(session);
		}

		this.#waiting.clear();
	}

	#tick(): void {
		for (const database of this.isLoading ? [] : this.databases) {
			database.sweep(mostPerSweep);
		}

		this.endCommand();
		for (const session of this.sessions.all()) {
			this.sessions.checkLimits(session);
		}

		this.sessions.checkTogether();
	}
}
