/*
What the executors of one process have spent, one line for each attempt, so that it can be compared with what Redis says. No amount occurs twice in a trial, so that an amount in `cost:haiku` tells
whose it is: micro-dollars that end in the number of the process, its *slot*.

An attempt has spent its money when its line is written, which is the last that an executor does. A process killed before has spent nothing. A process killed after could no longer tell Redis, or could
just so: its book is *interrupted*, see `audit.ts`.
*/
import {appendFileSync, readFileSync} from 'node:fs';
import path from 'node:path';

const maxSlots = 1000;

/** What one process is given to write what it spends. */
export type BookPlace = {readonly slot: number; readonly file: string};

/** What an attempt has spent. `isInterrupted`: its process was killed at some time afterwards. */
export type Spent = {readonly microUsd: number; readonly taskId: string; readonly isInterrupted: boolean};

/** The books of a trial. */
export class SpendingBooks {
	readonly #directory: string;
	readonly #places: BookPlace[] = [];
	readonly #interrupted = new Set<number>();

	/** @param directory Where the books lie. */
	constructor(directory: string) {
		this.#directory = directory;
	}

	/**
	A book for one more process.

	@throws When there are 999.
	*/
	add(): BookPlace {
		const slot = this.#places.length + 1;
		if (slot >= maxSlots) {
			throw new Error(`Expected fewer than ${maxSlots} processes in a trial`);
		}

		const place = {slot, file: path.join(this.#directory, `spending-${slot}`)};
		this.#places.push(place);
		return place;
	}

	/** Its process is about to be killed. */
	interrupt({slot}: BookPlace): void {
		this.#interrupted.add(slot);
	}

	/** All that was spent. */
	read(): readonly Spent[] {
		return this.#places.flatMap(({slot, file}) => readLines(file).map(line => {
			const [microUsd = '', taskId = ''] = line.split(' ');
			return {microUsd: Number(microUsd), taskId, isInterrupted: this.#interrupted.has(slot)};
		}));
	}
}

/** Make what spends money in this process, and writes it down. It answers with the amount, in micro-dollars. */
export function spender({slot, file}: BookPlace): (taskId: string) => number {
	let attempts = 0;
	return taskId => {
		attempts++;
		const microUsd = (attempts * maxSlots) + slot;
		appendFileSync(file, `${microUsd} ${taskId}\n`);
		return microUsd;
	};
}

/** Tokens that cost so much at the protocol's rates: one micro-dollar for input, five for output. */
export function tokensFor(microUsd: number): {readonly input: number; readonly output: number} {
	return {input: microUsd % 5, output: Math.floor(microUsd / 5)};
}

function readLines(file: string): readonly string[] {
	try {
		return readFileSync(file, 'utf8').split('\n').slice(0, -1);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			// It was killed before it had spent anything.
			return [];
		}

		throw error;
	}
}
