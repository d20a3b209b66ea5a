/*
The keys of one database: what they hold, and until when.

A key that has run out is gone for everybody who looks, and is taken away at that moment or by the next sweep, whatever comes first. Both count as a change.
The order of keys is that in which they were made. A scan goes back along it, and its cursor is the number of a key, so that what is there from the beginning of a scan
to its end is found, whatever comes and goes meanwhile; and it comes to its end, however fast new keys come.
*/
import {Deadlines} from './deadlines.js';
import {KeyOrder} from './key-order.js';
import type {KeyspaceHost} from './keyspace-host.js';
import {wrongType} from './reply.js';
import type {Entry} from './entry.js';
import {bytesOf, type Collection, type Value} from './values/values.js';

// A key costs more than its text: the entry, the map, the order.
const entryBytes = 150;

// And its end: the map and the queue of ends.
const endBytes = 130;

/** One database. */
export class Keyspace {
	/** Its number, from 0. */
	readonly index: number;

	/** Is told of every change. */
	readonly host: KeyspaceHost;

	/** Unix time in milliseconds; the same for the whole of a command. */
	nowMs = 0;

	/** How often something has changed. */
	changes = 0;

	/** Commands that make the change of the present command again, in place of the command itself. */
	rewritten: ReadonlyArray<readonly string[]> | undefined;

	/** Bytes that all keys take, about. */
	bytes = 0;

	/** How many keys have run out so far. */
	expired = 0;

	/** Keys that were asked for and were there. */
	hits = 0;

	/** Keys that were asked for and were not there. */
	misses = 0;

	/** While the log is read, nothing runs out: what ran out is told there. */
	isLoading = false;

	#entries = new Map<string, Entry>();
	readonly #order = new KeyOrder();
	readonly #deadlines = new Deadlines();

	constructor(index: number, host: KeyspaceHost) {
		this.index = index;
		this.host = host;
	}

	/** How many keys there are. Those that have run out and were not yet taken away count. */
	get size(): number {
		return this.#entries.size;
	}

	/** How many of them run out. */
	get volatile(): number {
		return this.#deadlines.size;
	}

	/** Say which commands make the change of the present command again, whenever they are done. */
	rewrite(...commands: ReadonlyArray<readonly string[]>): void {
		this.rewritten = commands;
	}

	/** Set the clock, before a command. */
	startCommand(): void {
		this.nowMs = Math.floor(this.host.nowUs() / 1000);
	}

	/** The key, if it is there. */
	entryOf(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		if (entry?.expiresAtMs !== undefined && this.#hasRunOut(entry)) {
			this.#expire(entry);
			return undefined;
		}

		return entry;
	}

	/** What the key holds, for a command that only reads. */
	read(key: string): Value | undefined {
		const value = this.entryOf(key)?.value;
		if (value === undefined) {
			this.misses++;
		} else {
			this.hits++;
		}

		return value;
	}

	/**
	The text of a key.

	@throws {CommandError} when it holds something else.
	*/
	readString(key: string): string | undefined {
		const value = this.read(key);
		if (value !== undefined && typeof value !== 'string') {
			throw wrongType();
		}

		return value;
	}

	/**
	The value with parts of a key.

	@param kind Its class.
	@throws {CommandError} when it holds something else.
	*/
	readParts<T extends Collection>(key: string, kind: abstract new () => T): T | undefined {
		return asParts(this.read(key), kind);
	}

	/**
	The value with parts of a key, for a command that may change it.

	@throws {CommandError} when it holds something else.
	*/
	findParts<T extends Collection>(key: string, kind: abstract new () => T): T | undefined {
		return asParts(this.entryOf(key)?.value, kind);
	}

	/**
	The value with parts of a key; a new one where the key was not there. Say `touch` when it has changed.

	@throws {CommandError} when it holds something else.
	*/
	openParts<T extends Collection>(key: string, Kind: new () => T): T {
		const before = this.findParts(key, Kind);
		if (before) {
			return before;
		}

		const made = new Kind();
		this.#add(key, made);
		return made;
	}

	/**
	Let a key hold this in place of what it held before.

	@param end When it runs out: Unix time in milliseconds, or when the key would have run out without this. Default: never.
	*/
	put(key: string, value: Value, end?: number | 'as before'): void {
		const entry = this.entryOf(key) ?? this.#add(key, value);
		entry.value = value;
		if (end !== 'as before') {
			this.#deadlines.set(entry, end);
		}

		this.touch(key);
	}

	/** Say that a key has changed. One that has become empty is taken away. */
	touch(key: string): void {
		this.changes++;
		const entry = this.#entries.get(key);
		if (entry) {
			if (typeof entry.value !== 'string' && entry.value.size === 0 && entry.value.type !== 'stream') {
				this.#drop(entry);
			} else {
				const bytes = entryBytes + (entry.expiresAtMs === undefined ? 0 : endBytes) + key.length + bytesOf(entry.value);
				this.bytes += bytes - entry.bytes;
				entry.bytes = bytes;
			}
		}

		this.host.changed(key, this);
	}

	/** Take a key away. Returns whether it was there. */
	remove(key: string): boolean {
		const entry = this.entryOf(key);
		if (!entry) {
			return false;
		}

		this.#drop(entry);
		this.changes++;
		this.host.changed(key, this);
		return true;
	}

	/** Let a key run out at a time (Unix, milliseconds), or never. Does nothing for a key that is not there. */
	expireAt(key: string, atMs: number | undefined): void {
		const entry = this.entryOf(key);
		if (entry) {
			this.#deadlines.set(entry, atMs);
			this.touch(key);
		}
	}

	/** Take all keys away. */
	clear(): void {
		this.changes += this.#entries.size;
		// Before they are gone: who watches one that is not there is not concerned.
		this.host.changed(undefined, this);
		for (const entry of this.#entries.values()) {
			entry.isGone = true;
		}

		this.#entries = new Map();
		this.#order.clear();
		this.#deadlines.clear();
		this.bytes = 0;
	}

	/** All keys, in the order in which they were made, with those that have run out and were not yet taken away. */
	entries(): IterableIterator<Entry> {
		return this.#entries.values();
	}

	/** Part of a scan, as `KeyOrder` does it: the keys from a cursor on. Returns where to go on, 0 at the end. */
	scan(cursor: number, count: number, each: (entry: Entry) => void): number {
		return this.#order.scan(cursor, count, each);
	}

	/**
	Take away what has run out.

	@param most How many at once, so that others have their turn.
	*/
	sweep(most: number): void {
		this.startCommand();
		for (let taken = 0; taken < most; taken++) {
			const entry = this.#deadlines.takeDue(this.nowMs);
			if (!entry) {
				return;
			}

			this.#expire(entry);
		}
	}

	#hasRunOut({expiresAtMs}: Entry): boolean {
		return expiresAtMs !== undefined && expiresAtMs < this.nowMs && !this.isLoading;
	}

	#expire(entry: Entry): void {
		this.expired++;
		this.#drop(entry);
		this.host.log(['DEL', entry.key], this);
		this.host.changed(entry.key, this, true);
	}

	#add(key: string, value: Value): Entry {
		const entry: Entry = {
			key, number: this.#order.nextNumber(), value, expiresAtMs: undefined, bytes: 0, isGone: false,
		};
		this.#entries.set(key, entry);
		this.#order.add(entry);
		return entry;
	}

	#drop(entry: Entry): void {
		this.#deadlines.set(entry, undefined);
		this.#entries.delete(entry.key);
		this.bytes -= entry.bytes;
		entry.isGone = true;
		// The order and the deadlines hold it for a while.
		entry.value = '';
		this.#order.drop();
	}
}

function asParts<T extends Collection>(value: Value | undefined, kind: abstract new () => T): T | undefined {
	if (value !== undefined && !(value instanceof kind)) {
		throw wrongType();
	}

	return value;
}
