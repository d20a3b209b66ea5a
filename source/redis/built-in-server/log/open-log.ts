/*
Reads the log when the server starts, and mends what a crash has left.

A file that was cut off loses the rest of its last unit, which nobody can read. Anything else that does not belong there may be worth a look: the file is kept as it was, beside the log that goes on.

Redis 7 keeps its log in `appendonlydir`, and once that is there it reads nothing else. Whatever we wrote beside it would be missing as soon as Redis is used again, and what Redis has there is
rarely plain commands. So such a directory is refused, with a line that says what to do.
*/
import {constants} from 'node:fs';
import {
	access, copyFile, open, readdir, rm, type FileHandle,
} from 'node:fs/promises';
import {Buffer} from 'node:buffer';
import path from 'node:path';
import type {Keyspace} from '../keyspace.js';
import {quote} from '../quote.js';
import {AppendOnlyLog, type LogOptions} from './append-only-log.js';
import {compactingName, logName, syncDirectory} from './files.js';
import {LogError} from './log-error.js';
import {LogReader} from './log-reader.js';
import {replay, type Outcome} from './replay.js';

/**
Read the log of a directory into the databases, and open it for what comes. Without one, an empty one is made.

@throws {LogError} when the data is of another kind.
*/
export async function openLog({databases, ...rest}: Omit<LogOptions, 'databases'> & {readonly databases: readonly Keyspace[]}): Promise<AppendOnlyLog> {
	const {directory, tell} = rest;
	await refuseOthers(directory);
	await rm(path.join(directory, compactingName), {force: true});
	const file = await open(path.join(directory, logName), 'a+', 0o600);
	try {
		await refusePreamble(file);
		const bytes = await load(file, directory, databases, tell);
		await syncDirectory(directory);
		const neededBytes = databases.reduce((sum, database) => sum + database.bytes, 0);
		return new AppendOnlyLog(file, bytes, Math.min(bytes, neededBytes), {...rest, databases: databases.length});
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function refuseOthers(directory: string): Promise<void> {
	const manifest = path.join(directory, 'appendonlydir', `${logName}.manifest`);
	try {
		await access(manifest);
	} catch {
		return;
	}

	throw new LogError(`The data in ${path.dirname(manifest)} was written by Redis 7 or Valkey, and only they can read it: start one of them, or move it away to begin anew`);
}

async function refusePreamble(file: FileHandle): Promise<void> {
	const {buffer} = await file.read(Buffer.alloc(5), 0, 5, 0);
	if (buffer.toString('latin1') === 'REDIS') {
		throw new LogError(`${logName} begins with a snapshot that only Redis or Valkey can read: start redis-server or valkey-server, or move that file away to begin anew`);
	}
}

// Returns how long the log is.
async function load(file: FileHandle, directory: string, databases: readonly Keyspace[], tell: (line: string) => void): Promise<number> {
	const {size} = await file.stat();
	const {goodBytes, damage, errors} = await read(file, size, databases);
	if (errors.length > 0) {
		tell(`Commands of ${logName} that could not be repeated were passed over: ${errors.length}, the first with ${quote(errors[0]?.slice(0, 200) ?? '')}`);
	}

	if (goodBytes === size) {
		return size;
	}

	if (damage === undefined) {
		tell(`The end of ${logName} was cut off: dropped the last ${size - goodBytes} of ${size} bytes`);
	} else {
		const copy = await keepCopy(directory);
		tell(`${logName} is damaged: dropped the last ${size - goodBytes} of ${size} bytes, because there is ${damage}; the whole file is kept as ${copy}`);
	}

	await file.truncate(goodBytes);
	await file.sync();
	return goodBytes;
}

async function read(file: FileHandle, bytes: number, databases: readonly Keyspace[]): Promise<Outcome> {
	for (const database of databases) {
		database.isLoading = true;
	}

	try {
		return await replay(new LogReader(file.fd, bytes), databases);
	} finally {
		for (const database of databases) {
			database.isLoading = false;
		}
	}
}

async function keepCopy(directory: string): Promise<string> {
	const taken = await readdir(directory);
	const plain = `${logName}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
	let name = plain;
	for (let number = 2; taken.includes(name); number++) {
		name = `${plain}-${number}`;
	}

	const copy = path.join(directory, name);
	await copyFile(path.join(directory, logName), copy, constants.COPYFILE_EXCL);
	const handle = await open(copy, 'r');
	await handle.sync();
	await handle.close();
	await syncDirectory(directory);
	return name;
}
