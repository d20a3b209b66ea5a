import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';

const [port, concurrency, tasks, batches, isFilledBefore] = process.argv.slice(2).map(Number) as [number, number, number, number, number];

/** What a participant is told on its command line: a port of 127.0.0.1, how many tasks at once, how many tasks a batch has, how many batches come, and whether tasks are written before the clock starts. */
export const order = {
	port, concurrency, tasks, batches, isFilledBefore: isFilledBefore === 1,
} as const;

/**
Do all batches in turn, and tell the bench: it reads `ready` before a batch, answers `go`, which starts the clock, and reads `done` after it. The process ends when the bench lets go of it.

@param prepare Called before every batch. Returns what to do when the clock starts, which resolves when all tasks of the batch are done.
*/
export async function doBatches(prepare: (batch: number) => Promise<() => Promise<void>>): Promise<void> {
	const input = createInterface({input: process.stdin});
	input.once('close', () => {
		process.exit(); // eslint-disable-line unicorn/no-process-exit
	});
	for (let batch = 0; batch < batches; batch++) {
		const begin = await prepare(batch);
		const started = once(input, 'line');
		process.stdout.write('ready\n');
		await started;
		await begin();
		process.stdout.write('done\n');
	}
}

/** Counts the tasks of a batch that are done. */
export class Tally {
	#left = 0;
	#finish: (() => void) | undefined;

	/** Begin to count. @returns Resolves when all tasks of a batch were counted. */
	async next(): Promise<void> {
		this.#left = tasks;
		return new Promise(resolve => {
			this.#finish = resolve;
		});
	}

	/** Another task is done. */
	count(): void {
		this.#left--;
		if (this.#left === 0) {
			this.#finish?.();
		}
	}
}
