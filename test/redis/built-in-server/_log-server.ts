import type {Buffer} from 'node:buffer';
import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {execute, findCommand} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import type {AppendOnlyLog, Change, LogOptions} from '../../../source/redis/built-in-server/log/append-only-log.js';
import {openLog} from '../../../source/redis/built-in-server/log/open-log.js';
import {commandsFor} from '../../../source/redis/built-in-server/log/value-commands.js';
import {CommandError} from '../../../source/redis/built-in-server/reply.js';

/** A program of this directory, as a compactor or to be started. */
export function program(name: string): readonly [string, ...string[]] {
	return [process.execPath, '--import=tsx', fileURLToPath(new URL(name, import.meta.url))];
}

/** Compacts as the server's own program does. */
export const compactor = program('_log-compact-program.ts');

/** Databases with a log, and nothing else of a server. */
export class LogServer {
	/** Open the log in a directory, and read it. */
	static async open(directory: string, options: Partial<LogOptions> = {}): Promise<LogServer> {
		const server = new LogServer();
		server.#log = await openLog({
			directory, compactor, tell(line) {
				server.told.push(line);
			}, ...options, databases: server.databases,
		});
		return server;
	}

	/** What the log has told. */
	readonly told: string[] = [];
	readonly databases = [0, 1, 2].map(index => new Keyspace(index, {
		changed: () => undefined,
		log: (command, {index: database}) => {
			this.#changes.push({database, command});
		},
		publish: () => 0,
		nowUs: () => Date.now() * 1000,
	}));

	#changes: Change[] = [];
	#log: AppendOnlyLog | undefined;

	get log(): AppendOnlyLog {
		if (!this.#log) {
			throw new Error('Expected an open log');
		}

		return this.#log;
	}

	/** Do commands as one unit. Returns whether anything has changed. Keys of another type are no mistake. */
	run(database: number, ...commands: ReadonlyArray<readonly string[]>): boolean {
		for (const [name = '', ...args] of commands) {
			const command = findCommand(name);
			const keyspace = this.databases[database];
			if (!command || !keyspace) {
				throw new Error(`Expected a command and a database, got ${name} in ${database}`);
			}

			keyspace.startCommand();
			try {
				execute(command, keyspace, args);
			} catch (error) {
				if (!(error instanceof CommandError)) {
					throw error;
				}
			}
		}

		const changes = this.#changes;
		this.#changes = [];
		this.log.append(changes);
		return changes.length > 0;
	}

	/** `run`, and write it. */
	write(database: number, ...commands: ReadonlyArray<readonly string[]>): boolean {
		const isChanged = this.run(database, ...commands);
		this.log.flush();
		return isChanged;
	}

	/** All that the databases hold, in the order of the names. */
	get state(): string {
		return JSON.stringify(this.databases.map(database => [...database.entries()]
			.toSorted((a, b) => a.key < b.key ? -1 : 1)
			.map(entry => [...commandsFor(entry)].map(words => words.join(' ')).toSorted())));
	}
}

/** The bytes of the log in a directory. */
export async function logBytes(directory: string): Promise<Buffer> {
	return readFile(path.join(directory, 'appendonly.aof'));
}

/** The same as a text. */
export async function logText(directory: string): Promise<string> {
	return readFile(path.join(directory, 'appendonly.aof'), 'latin1');
}

/** The size of the log in a directory. */
export async function logSize(directory: string): Promise<number> {
	const {size} = await stat(path.join(directory, 'appendonly.aof'));
	return size;
}
