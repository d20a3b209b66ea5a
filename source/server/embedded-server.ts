/*
The embedded server: Valkey, its clients, and its data on the disk.

What a client is told has happened is in the journal: in every step Valkey does everything that there is to do, then all changes are written to the journal, and only then the replies leave.
*/
import type {Socket} from 'node:net';
import {applyAccessRules} from './access-rules.js';
import {ClientConnection} from './client-connection.js';
import {reservedDescriptors} from './descriptors.js';
import {DurableStore} from './durable-store.js';
import {Generations} from './generations.js';
import {passLog} from './server-log.js';
import type {Settings} from './settings.js';
import {Valkey} from './valkey.js';

// How often Valkey looks for keys that have expired, and the like.
const cronMs = 200;
const spareDescriptors = 16;

/** A running server. */
export class EmbeddedServer {
	/** Boot Valkey and load the data. @param onError Is called when it cannot go on. The process has to end then. */
	static async start(settings: Settings, onError: (error: unknown) => void): Promise<EmbeddedServer> {
		let isLoaded = false;
		let lastLine = '';
		const generations = new Generations(settings.dir);
		const valkey = await Valkey.load({
			directory: generations.valkeyDirectory,
			log(line) {
				lastLine = line;
				if (isLoaded) {
					passLog(line);
				}
			},
		});
		let store: DurableStore | undefined;
		try {
			if (settings.appendonly) {
				store = DurableStore.open(settings, generations, valkey);
			} else {
				valkey.boot(settings.port);
			}
		} catch (error) {
			throw new Error(`${(error as Error).message}; Valkey said last: ${lastLine}`, {cause: error});
		}

		valkey.startClock();
		valkey.demand('CONFIG', 'SET', 'maxclients', String(settings.maxclients + reservedDescriptors + spareDescriptors));
		for (const [name, value] of settings.config) {
			valkey.demand('CONFIG', 'SET', name, value);
		}

		applyAccessRules(valkey, settings.users);
		valkey.demand('CONFIG', 'RESETSTAT');
		isLoaded = true;
		store?.compactAtStart();
		return new EmbeddedServer(valkey, store, settings, onError);
	}

	readonly #timers: readonly NodeJS.Timeout[];
	#clients = 0;
	#isScheduled = false;

	private constructor(
		private readonly valkey: Valkey,
		private readonly store: DurableStore | undefined,
		private readonly settings: Settings,
		private readonly onError: (error: unknown) => void,
	) {
		const tick = () => {
			this.#guard(() => store?.tick());
		};

		this.#timers = [setInterval(this.#step, cronMs), setInterval(tick, 1000)];
		setImmediate(tick);
	}

	/** Serve a client. */
	welcome(socket: Socket): void {
		if (this.#clients >= this.settings.maxclients) {
			socket.on('error', () => undefined);
			socket.end('-ERR max number of clients reached\r\n');
			return;
		}

		this.#clients++;
		socket.once('close', () => {
			this.#clients--;
		});
		const {descriptors} = this.valkey;
		descriptors.connect(new ClientConnection(socket, connection => {
			descriptors.wake(connection);
			this.#schedule();
		}));
		socket.resume();
		this.#schedule();
	}

	/** End it. All changes last. */
	stop(): void {
		for (const timer of this.#timers) {
			clearInterval(timer);
		}

		this.#step();
		this.store?.close();
	}

	#schedule(): void {
		if (!this.#isScheduled) {
			this.#isScheduled = true;
			setImmediate(this.#step);
		}
	}

	readonly #step = (): void => {
		this.#isScheduled = false;
		this.#guard(() => {
			this.valkey.run();
			const isWritten = this.store?.commit() ?? true;
			this.#release(isWritten);
		});
	};

	/** Let the replies go. Where it is not known whether what they say will last, cut the connections. */
	#release(isWritten: boolean): void {
		const {touched} = this.valkey.descriptors;
		for (const connection of touched) {
			if (connection instanceof ClientConnection) {
				if (isWritten) {
					connection.flush();
				} else {
					connection.destroy();
				}

				if (connection.isAwaited && connection.isWritable) {
					this.#schedule();
				}
			}
		}

		touched.clear();
	}

	#guard(doing: () => void): void {
		try {
			doing();
		} catch (error) {
			this.onError(error);
		}
	}
}
