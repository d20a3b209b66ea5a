import {
	closeSync, fdatasyncSync, openSync, writeSync,
} from 'node:fs';
import process from 'node:process';
import {Keyspace} from '../keyspace.js';
import {LogReader} from './log-reader.js';
import {PendingBytes} from './pending-bytes.js';
import {replay} from './replay.js';
import {readTask} from './run-compactor.js';
import {commandsFor} from './value-commands.js';

const chunkBytes = 1_048_576;

/**
Read a log, and write another that makes the same keys with few commands. This is the whole work of a process of its own.

Nothing runs out here: the log goes on behind what is read, and may say more of a key that has run out.

@param args As `runCompactor` gives them.
@throws {Error} when the log cannot be read to the place where it should.
*/
export async function compactLog(args: readonly string[]): Promise<void> {
	const server = process.ppid;
	const {file, target, bytes, databases: count} = readTask(args);
	const databases = makeDatabases(count);
	const source = openSync(file, 'r');
	const {goodBytes, damage} = await replay(new LogReader(source, bytes), databases);
	closeSync(source);
	if (goodBytes !== bytes) {
		throw new Error(`Expected ${bytes} good bytes, got ${goodBytes}${damage === undefined ? '' : `, then ${damage}`}`);
	}

	const compacted = openSync(target, 'wx', 0o600);
	writeAll(databases, compacted, server);
	fdatasyncSync(compacted);
	closeSync(compacted);
}

function makeDatabases(count: number): readonly Keyspace[] {
	const host = {
		changed: () => undefined, log: () => undefined, publish: () => 0, nowUs: () => Date.now() * 1000,
	};
	return Array.from({length: count}, (_, index) => {
		const database = new Keyspace(index, host);
		database.isLoading = true;
		return database;
	});
}

function writeAll(databases: readonly Keyspace[], descriptor: number, server: number): void {
	const pending = new PendingBytes();
	const drain = () => {
		if (process.ppid !== server) {
			throw new Error('The server that wants this is gone');
		}

		pending.drain(buffer => writeSync(descriptor, buffer));
	};

	for (const database of databases) {
		if (database.size > 0) {
			pending.add(['SELECT', String(database.index)]);
		}

		for (const entry of database.entries()) {
			for (const command of commandsFor(entry)) {
				pending.add(command);
				if (pending.length > chunkBytes) {
					drain();
				}
			}
		}
	}

	drain();
}
