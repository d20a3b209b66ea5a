/*
Keeps the data of Valkey on the disk.

A change goes into the journal before its reply leaves (`commit`). When the journal has grown larger than the snapshot, Valkey saves a new snapshot, and a new journal begins (`compact`).

When there is no room, the reserve is given up for the changes of this moment, and Valkey refuses writes with MISCONF, as it does when a background save has failed: here every background save
fails, for lack of `fork`, so that one is tried to make it so. As soon as the reserve can be taken again, writes are accepted.
*/
import {existsSync} from 'node:fs';
import path from 'node:path';
import {releaseReserve, takeReserve} from './disk-reserve.js';
import {type Generations} from './generations.js';
import {replayJournal} from './journal-recovery.js';
import {JournalWriter} from './journal-writer.js';
import {ReplicationStream} from './replication-stream.js';
import {writeLog} from './server-log.js';
import type {Settings} from './settings.js';
import type {Valkey} from './valkey.js';

const maxJournalBytes = 1536 * 1024 * 1024;
const retrySnapshotMs = 60_000;

/** The data on the disk. */
export class DurableStore {
	/** Boot Valkey with the data of a directory, and keep every change from then on. */
	static open(settings: Settings, generations: Generations, valkey: Valkey): DurableStore {
		const {dir: directory, port} = settings;
		if (existsSync(path.join(directory, 'appendonlydir'))) {
			writeLog(`${path.join(directory, 'appendonlydir')} holds data of another server, which is not read. It is left as it is`, '#');
		}

		generations.offerSnapshot();
		generations.removeOthers();
		valkey.boot(port);
		generations.discardDump();
		replayJournal(valkey, generations.journalFile, text => {
			writeLog(text, '#');
		});
		const store = new DurableStore(settings, valkey, generations);
		store.#journal = new JournalWriter(generations.journalFile);
		generations.syncDirectory();
		store.#stream.begin();
		return store;
	}

	readonly #stream: ReplicationStream;
	#journal!: JournalWriter;
	#isRefusing = false;
	#hasReserve = false;
	#isBroken: Error | undefined;
	#nextSnapshotMs = 0;

	private constructor(private readonly settings: Settings, private readonly valkey: Valkey, private readonly generations: Generations) {
		this.#stream = new ReplicationStream(valkey, bytes => {
			this.#journal.add(bytes);
		});
	}

	/** Write all changes to the journal. @returns Whether they are written. If not, nobody may learn that they were made. */
	commit(): boolean {
		if (this.#isBroken) {
			throw this.#isBroken;
		}

		this.#stream.keep();
		if (this.#isRefusing) {
			// Only keys that expire change now, which needs no journal: it holds when they do.
			return true;
		}

		try {
			this.#journal.write();
			if (this.settings.isSyncedAlways) {
				this.#journal.syncNow();
			}

			return true;
		} catch (error) {
			return this.#runOutOfRoom(error as Error);
		}
	}

	/** What has to be done once a second. */
	tick(): void {
		if (this.#isRefusing || !this.#hasReserve) {
			this.#secureRoom();
		}

		// Before the sync, because a journal cannot be closed during one.
		if (this.#journal.size > Math.max(this.settings.minCompactBytes, this.generations.snapshotBytes)) {
			this.compact();
		}

		this.#journal.sync(error => {
			if ((error as NodeJS.ErrnoException).code === 'ENOSPC' || (error as NodeJS.ErrnoException).code === 'EDQUOT') {
				this.#refuse(error);
			} else {
				// What the disk has lost cannot be known.
				this.#isBroken = error;
			}
		});
	}

	/** Save a snapshot and begin a new journal. Nobody else is served meanwhile. */
	compact(): void {
		if (this.#isRefusing || !this.#journal.isIdle || Date.now() < this.#nextSnapshotMs) {
			return;
		}

		this.generations.discardDump();
		const startMs = performance.now();
		const reply = this.valkey.command('SAVE');
		if (!reply.startsWith('+OK') || !this.commit()) {
			this.#nextSnapshotMs = Date.now() + retrySnapshotMs;
			writeLog(`No snapshot: ${reply.trim() || 'not now'}`, '#');
			if (this.#journal.size > maxJournalBytes) {
				this.#refuse(new Error('the journal is too large'));
			}

			return;
		}

		this.generations.advance();
		const {database} = this.#journal;
		this.#journal.close();
		this.#journal = new JournalWriter(this.generations.journalFile, database);
		this.generations.syncDirectory();
		this.generations.removeOthers();
		writeLog(`Snapshot ${this.generations.number} saved in ${Math.round(performance.now() - startMs)} ms`);
	}

	/** Compact now if it is worth it, since nobody waits yet. */
	compactAtStart(): void {
		if (this.#journal.size > this.settings.minCompactBytes / 4) {
			this.compact();
		}
	}

	/** Make all changes last. */
	close(): void {
		this.commit();
		this.#journal.syncNow();
		this.#journal.close();
	}

	#runOutOfRoom(error: Error): boolean {
		releaseReserve(this.settings.dir);
		this.#hasReserve = false;
		let isWritten = true;
		try {
			this.#journal.write();
		} catch {
			isWritten = false;
		}

		this.#refuse(error);
		return isWritten;
	}

	#refuse({message}: Error): void {
		if (!this.#isRefusing) {
			this.#isRefusing = true;
			this.valkey.command('BGSAVE');
			this.valkey.demand('CONFIG', 'SET', 'save', '2000000000 1');
			writeLog(`Writes are refused: ${message}`, '#');
		}
	}

	#secureRoom(): void {
		try {
			this.#journal.write();
			takeReserve(this.settings.dir);
			this.#hasReserve = true;
		} catch (error) {
			releaseReserve(this.settings.dir);
			this.#refuse(error as Error);
			return;
		}

		if (this.#isRefusing) {
			this.#isRefusing = false;
			this.valkey.demand('CONFIG', 'SET', 'save', '');
			writeLog('Writes are accepted again');
		}
	}
}
