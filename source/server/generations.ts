/*
Data is kept in generations: `snapshot-N.rdb` is the state at the moment when `journal-N` was empty. Generation 0 has no snapshot. The highest snapshot counts; that it appears is the
moment when a generation begins.
*/
import {
	closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync,
} from 'node:fs';
import path from 'node:path';

/** The generations in a directory. */
export class Generations {
	/** The current generation. */
	number: number;

	constructor(private readonly directory: string) {
		rmSync(this.valkeyDirectory, {recursive: true, force: true});
		mkdirSync(this.valkeyDirectory, {mode: 0o700});
		this.number = Math.max(0, ...readdirSync(directory).map(name => Number(/^snapshot-(?<number>\d+)\.rdb$/.exec(name)?.groups?.number ?? 0)));
	}

	/** All that Valkey sees of the file system. What it leaves there is not kept. */
	get valkeyDirectory(): string {
		return this.#file('valkey');
	}

	/** The current journal. */
	get journalFile(): string {
		return this.#file(`journal-${this.number}`);
	}

	/** The size of the current snapshot, 0 where there is none. */
	get snapshotBytes(): number {
		return this.number === 0 ? 0 : statSync(this.#snapshot).size;
	}

	/** Put the current snapshot where Valkey looks for it. */
	offerSnapshot(): void {
		if (this.number > 0) {
			linkSync(this.#snapshot, this.#dump);
		}
	}

	/** Remove what Valkey has saved, or what it was offered. */
	discardDump(): void {
		rmSync(this.#dump, {force: true});
	}

	/** Make what Valkey has saved the snapshot of a new generation, which lasts from now on. */
	advance(): void {
		renameSync(this.#dump, this.#file(`snapshot-${this.number + 1}.rdb`));
		this.number++;
		this.syncDirectory();
	}

	/** Remove the files of other generations. */
	removeOthers(): void {
		for (const name of readdirSync(this.directory)) {
			const number = /^(?:snapshot-(?<snapshot>\d+)\.rdb|journal-(?<journal>\d+))$/.exec(name)?.slice(1).find(Boolean);
			if (number !== undefined && Number(number) !== this.number) {
				rmSync(this.#file(name), {force: true});
			}
		}
	}

	/** Make sure that names last. */
	syncDirectory(): void {
		const descriptor = openSync(this.directory, 'r');
		fsyncSync(descriptor);
		closeSync(descriptor);
	}

	get #dump(): string {
		return path.join(this.valkeyDirectory, 'dump.rdb');
	}

	get #snapshot(): string {
		return this.#file(`snapshot-${this.number}.rdb`);
	}

	#file(name: string): string {
		return path.join(this.directory, name);
	}
}
