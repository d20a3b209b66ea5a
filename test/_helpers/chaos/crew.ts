import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {pick} from './chance.js';
import {startParticipant, type Participant} from './participant.js';
import type {BookPlace, SpendingBooks} from './spending-book.js';

/** Who works in a crew, and where. */
export type CrewOptions = {
	/** `swarm-program.ts` or `naive-program.ts`. */
	readonly program: string;
	/** Address of Redis, or of a way to it. */
	readonly url: string;
	readonly books: SpendingBooks;
	/** How many processes, of two workers each. */
	readonly processes: number;
	readonly onFailure: (problem: string) => void;
};

const clockOffsetsMs = [0, 600_000, -600_000, 90_000];

/** Processes of workers that are killed, replaced, and put to sleep. Their clocks are up to twenty minutes apart. */
export class Crew {
	/** How many were killed. */
	kills = 0;
	/** How many times one was put to sleep. */
	naps = 0;
	readonly #options: CrewOptions;
	readonly #members = new Map<Participant, BookPlace>();
	readonly #asleep = new Set<Participant>();

	constructor(options: CrewOptions) {
		this.#options = options;
		for (let count = 0; count < options.processes; count++) {
			this.#hire();
		}
	}

	/** Kill one with -9, and put a new one in its place. */
	kill(): void {
		const member = this.#pickBusy();
		const place = member && this.#members.get(member);
		if (member && place) {
			this.kills++;
			this.#options.books.interrupt(place);
			this.#members.delete(member);
			member.signal('SIGKILL');
			this.#hire();
		}
	}

	/** Let one sleep and wake up, as a laptop does whose lid is closed. */
	async nap(durationMs: number): Promise<void> {
		const member = this.#pickBusy();
		if (member) {
			this.naps++;
			this.#asleep.add(member);
			member.signal('SIGSTOP');
			await delay(durationMs);
			member.signal('SIGCONT');
			this.#asleep.delete(member);
		}
	}

	/**
	Ask all to finish and leave, and kill who does not.

	@param patienceMs How long that may take.
	@returns How many did not.
	*/
	async leave(patienceMs: number): Promise<number> {
		const members = [...this.#members.keys()];
		for (const member of members) {
			member.signal('SIGTERM');
		}

		const isOver = new AbortController();
		await Promise.race([
			Promise.all(members.map(async ({exited}) => exited)),
			delay(patienceMs, undefined, {signal: isOver.signal}).catch(() => undefined),
		]);
		isOver.abort();
		const late = members.filter(({isRunning}) => isRunning());
		this.end();
		await Promise.all(late.map(async ({exited}) => exited));
		return late.length;
	}

	/** End them at once. */
	end(): void {
		for (const [member, place] of this.#members) {
			if (member.isRunning()) {
				this.#options.books.interrupt(place);
				member.signal('SIGKILL');
			}
		}
	}

	/** One that is awake and has been here for long enough to have something in hand: of the older half. */
	#pickBusy(): Participant | undefined {
		const awake = [...this.#members.keys()].filter(member => !this.#asleep.has(member));
		return pick(awake.slice(0, Math.ceil(awake.length / 2)));
	}

	#hire(): void {
		const {program, url, books, onFailure} = this.#options;
		const place = books.add();
		const offsetMs = clockOffsetsMs[place.slot % clockOffsetsMs.length] ?? 0;
		const member = startParticipant(process.execPath, [
			'--import=tsx',
			`--import=${new URL('shift-clock.ts', import.meta.url).href}?ms=${offsetMs}`,
			fileURLToPath(new URL(program, import.meta.url)),
			url,
			String(place.slot),
			place.file,
		], onFailure);
		this.#members.set(member, place);
	}
}
