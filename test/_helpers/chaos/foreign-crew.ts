import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {ForeignKind} from '../foreign-process.js';
import type {RedisServer} from '../redis-server.js';
import type {Coordinator} from './coordinator.js';
import {startParticipant, type Participant} from './participant.js';
import type {SpendingBooks} from './spending-book.js';

const wakeEveryMs = 50;

/** Who works in a foreign crew, and where. */
export type ForeignCrewOptions = {
	readonly server: RedisServer;
	readonly books: SpendingBooks;
	/** In which languages they are written. */
	readonly kinds: readonly ForeignKind[];
	readonly onFailure: (problem: string) => void;
};

/**
Workers that know only the fixed protocol. They talk to Redis directly, are not killed, and leave before Redis is stopped: what they lose when they are interrupted, they lose alone as well, and
nothing of ours could give it back.
*/
export class ForeignCrew {
	readonly #options: ForeignCrewOptions;
	readonly #stopFile: string;
	#workers: readonly Participant[] = [];

	constructor(options: ForeignCrewOptions) {
		this.#options = options;
		this.#stopFile = path.join(options.server.directory, 'stop');
	}

	/** Begin to work. */
	async come(): Promise<void> {
		await rm(this.#stopFile, {force: true});
		const {server, books, kinds, onFailure} = this.#options;
		this.#workers = kinds.map(kind => {
			const [command, ending] = kind === 'python' ? ['/usr/bin/python3', 'py'] as const : ['/bin/sh', 'sh'] as const;
			const script = fileURLToPath(new URL(`foreign-worker.${ending}`, import.meta.url));
			const {slot, file} = books.add();
			return startParticipant(command, [script, String(server.port), `foreign_${slot}`, String(slot), file, this.#stopFile], onFailure);
		});
	}

	/**
	Finish what is in hand, and leave.

	@param coordinator Wakes those up who wait for a message.
	*/
	async leave(coordinator: Coordinator): Promise<void> {
		await writeFile(this.#stopFile, '');
		const left = Promise.all(this.#workers.map(async ({exited}) => exited));
		while (this.#workers.some(worker => worker.isRunning())) {
			await coordinator.wake();
			await Promise.race([left, delay(wakeEveryMs)]);
		}
	}

	/** End them at once. */
	kill(): void {
		for (const worker of this.#workers) {
			worker.signal('SIGKILL');
		}
	}
}
