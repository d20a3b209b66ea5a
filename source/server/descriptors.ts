/*
The sockets of Valkey: the functions of the module `host` that valkey.wasm imports. A descriptor is a number that stands for a connection.
*/
import {Buffer} from 'node:buffer';
import type {ValkeyConnection} from './valkey-connection.js';

// valkey.wasm takes smaller numbers for files.
const firstDescriptor = 4096;
const readable = 1;
const writable = 2;

/** The number of descriptors below the first connection's, which Valkey counts as clients all the same. */
export const reservedDescriptors = firstDescriptor;

/** The table of descriptors, and what Valkey asks of it. */
export class Descriptors {
	/** Everybody with new output, or closed by Valkey. The one who empties it hands the output on. */
	readonly touched = new Set<ValkeyConnection>();

	/** While set, nobody else's input is delivered, and nobody is accepted. */
	only: ValkeyConnection | undefined;

	readonly #connections = new Map<number, ValkeyConnection>();
	readonly #active = new Set<ValkeyConnection>();
	readonly #free: number[] = [];
	readonly #pending: ValkeyConnection[] = [];
	#next = firstDescriptor;
	#listener = -1;
	#memory: Buffer = Buffer.alloc(0);

	/** @param onPoll Is called before Valkey learns who is ready; may throw. */
	constructor(private readonly getMemory: () => WebAssembly.Memory, private readonly onPoll: () => void) {}

	/** Let Valkey accept a connection. */
	connect(connection: ValkeyConnection): void {
		this.#pending.push(connection);
	}

	/** A connection has input, an end, or room for output. */
	wake(connection: ValkeyConnection): void {
		if (this.#connections.get(connection.descriptor) === connection) {
			this.#active.add(connection);
		}
	}

	/** The memory of Valkey. When it grows it moves, and leaves an empty buffer behind. */
	get memory(): Buffer {
		if (this.#memory.length === 0) {
			this.#memory = Buffer.from(this.getMemory().buffer);
		}

		return this.#memory;
	}

	/** What valkey.wasm imports. */
	readonly imports = {
		socket: () => this.#allocate(),
		listen: (descriptor: number) => {
			this.#listener = descriptor;
			return 0;
		},
		accept: () => this.#accept(),
		read: (descriptor: number, at: number, length: number) => this.#connections.get(descriptor)?.read(this.memory, at, length) ?? -1,
		write: (descriptor: number, at: number, length: number) => {
			const connection = this.#connections.get(descriptor);
			if (connection === undefined) {
				return -1;
			}

			this.touched.add(connection);
			// If something is left over, Valkey asks for room in the poll that follows.
			this.#active.add(connection);
			return connection.write(this.memory, at, length);
		},
		close: (descriptor: number) => {
			const connection = this.#connections.get(descriptor);
			if (connection !== undefined) {
				this.#connections.delete(descriptor);
				this.#active.delete(connection);
				this.touched.add(connection);
				connection.close();
			}

			// Valkey keeps an array that is indexed by them: they have to stay small.
			this.#free.push(descriptor);
		},
		poll: (interest: number, count: number, fired: number, max: number) => this.#poll(interest, count, fired, max),
	};

	#allocate(): number {
		return this.#free.pop() ?? this.#next++;
	}

	#accept(): number {
		const at = this.only === undefined ? 0 : this.#pending.indexOf(this.only);
		const [connection] = at === -1 ? [] : this.#pending.splice(at, 1);
		if (connection === undefined) {
			return -1;
		}

		connection.descriptor = this.#allocate();
		this.#connections.set(connection.descriptor, connection);
		this.#active.add(connection);
		return connection.descriptor;
	}

	#poll(interest: number, count: number, fired: number, max: number): number {
		this.onPoll();
		const {buffer} = this.getMemory();
		const wanted = new Int32Array(buffer, interest, count * 2);
		const ready = new Int32Array(buffer, fired, max * 2);
		let found = 0;
		const fire = (descriptor: number, events: number) => {
			ready[found * 2] = descriptor;
			ready[(found * 2) + 1] = events;
			found++;
		};

		if (this.only === undefined ? this.#pending.length > 0 : this.#pending.includes(this.only)) {
			fire(this.#listener, readable);
		}

		for (const connection of this.only === undefined ? this.#active : [this.only]) {
			if (found === max) {
				break;
			}

			const mask = maskOf(wanted, connection.descriptor);
			const events = (connection.isReadable ? mask & readable : 0) | (connection.isWritable ? mask & writable : 0);
			connection.isAwaited = (mask & writable) !== 0;
			if (events !== 0) {
				fire(connection.descriptor, events);
			} else if (!connection.isReadable && !connection.isAwaited) {
				this.#active.delete(connection);
			}
		}

		return found;
	}
}

/** What Valkey wants to know of a descriptor. Pairs of descriptor and mask come in the order of descriptors. */
function maskOf(wanted: Int32Array, descriptor: number): number {
	let low = 0;
	let high = (wanted.length / 2) - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = wanted[middle * 2]!;
		if (found === descriptor) {
			return wanted[(middle * 2) + 1]!;
		}

		if (found < descriptor) {
			low = middle + 1;
		} else {
			high = middle - 1;
		}
	}

	return 0;
}
