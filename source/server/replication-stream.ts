/*
Every change of Valkey's data, as it would send it to a replica: effects of scripts in MULTI … EXEC, times as absolute ones. It comes over a connection inside the process that behaves
like a replica which has missed nothing (`PSYNC <id> <offset>`), since a full copy would need `fork`.
*/
import {Buffer} from 'node:buffer';
import type {InnerConnection} from './inner-connection.js';
import type {Valkey} from './valkey.js';

/** Follows the changes. */
export class ReplicationStream {
	#connection: InnerConnection | undefined;
	#id = '';
	#nextOffset = 0;

	/** @param onChanges Gets the changes: a view of Valkey's memory that is valid only during the call. */
	constructor(private readonly valkey: Valkey, private readonly onChanges: (bytes: Buffer) => void) {}

	/** Begin with the next change. */
	begin(): void {
		for (const [name, value] of settings) {
			this.valkey.demand('CONFIG', 'SET', name, value);
		}

		// This fails for lack of fork, but from now on Valkey keeps a backlog for replicas.
		const first = this.valkey.connect(() => undefined);
		this.#ask(first, 'PSYNC', '?', '-1');
		first.end();
		this.valkey.run();
		const replication = this.valkey.demand('INFO', 'replication');
		this.#id = /master_replid:(?<id>\w+)/.exec(replication)!.groups!.id!;
		this.#nextOffset = Number(/master_repl_offset:(?<offset>\d+)/.exec(replication)!.groups!.offset!) + 1;
		this.#follow();
	}

	/** Go on after somebody has killed the connection. What was missed comes from Valkey's backlog. @throws When the backlog is too short. */
	keep(): void {
		if (this.#connection?.isClosed) {
			this.#follow();
		}
	}

	#follow(): void {
		let greeting: string | undefined = '';
		const connection = this.valkey.connect(bytes => {
			if (greeting === undefined) {
				this.#take(bytes);
				return;
			}

			greeting += bytes.toString('latin1');
			const end = /\+CONTINUE[^\r]*\r\n/.exec(greeting);
			if (end !== null) {
				const rest = Buffer.from(greeting.slice(end.index + end[0].length), 'latin1');
				greeting = undefined;
				this.#take(rest);
			}
		});
		this.#ask(connection, 'PSYNC', this.#id, String(this.#nextOffset));
		if (greeting !== undefined) {
			throw new Error(`the changes cannot be followed: ${greeting.trim()}`);
		}

		this.#connection = connection;
	}

	#take(bytes: Buffer): void {
		this.#nextOffset += bytes.length;
		this.onChanges(bytes);
	}

	#ask(connection: InnerConnection, ...words: readonly string[]): void {
		connection.send('REPLCONF', 'capa', 'psync2');
		this.valkey.runOnly(connection);
		connection.send(...words);
		this.valkey.runOnly(connection);
	}
}

const never = '2000000000';
const settings = [
	// This replica never answers.
	['repl-timeout', never],
	['repl-ping-replica-period', never],
	['repl-backlog-size', '1048576'],
	['repl-backlog-ttl', '0'],
	['repl-diskless-sync', 'yes'],
	['repl-diskless-sync-delay', '1000000'],
] as const;
