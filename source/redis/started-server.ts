import {
	chmod, mkdir, readFile, rm,
} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {cleanText} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {
	dataDirectoryError, failedStartError, lockedDirectoryError, portTakenError, type ServerName,
} from '../text/server-text.js';
import type {Address} from './address.js';
import {connect} from './connection.js';
import {takeLock} from './lock-file.js';
import type {ServerBinary} from './choose-server.js';
import {launchServer, type ServerPlace, type ServerProcess} from './server-process.js';

/** A server that this process started. */
export type OwnServer = ServerName & {
	readonly address: Address;
	/** Path of the program. */
	readonly binary: string;
	/** Where its data is. */
	readonly directory: string;
	readonly logFile: string;
	/** What the embedded server warned of when it loaded its data. */
	readonly warnings: readonly string[];
	/** Resolves when the server has ended for good: `isByItself` when it has crashed three times within a minute, or could not be started again. */
	readonly ended: Promise<{readonly isByItself: boolean}>;
	/** Keep this process running until the server has ended. */
	wait(): OwnServer['ended'];
	/** Shut it down. Its data is kept. May be called twice. */
	stop(): Promise<void>;
};

/** Another process starts or runs a server on this port or in this directory: wait for it and share it. */
export class ServerTakenError extends UserError {}

/** What `startOwnServer` needs to know. */
export type OwnServerOptions = {
	/** On 127.0.0.1, and on ::1 where the machine has it. */
	readonly port: number;
	/** For data, log and lock. Created with mode 700 if it is missing. */
	readonly directory: string;
	readonly binary: ServerBinary;
	/** Ends the attempt to start. It has no effect on a running server. */
	readonly signal: AbortSignal;
};

const maxCrashes = 3;
const crashWindowMs = 60_000;
const killAfterMs = 10_000;

/**
Start a server on the loopback addresses, without a password, that keeps its data on the disk. Resolves when it has loaded its data and answers.

The server ends with this process, even after `kill -9`. It does not keep this process running. When it crashes it is started again, up to three times within a minute.

@throws {ServerTakenError} when another process was faster.
@throws {UserError} of kind `noRedis` with the last line of its log, when it does not start.
*/
export async function startOwnServer(options: OwnServerOptions): Promise<OwnServer> {
	const {port, directory} = options;
	try {
		await mkdir(directory, {recursive: true, mode: 0o700});
		await chmod(directory, 0o700);
	} catch (error) {
		throw new UserError(dataDirectoryError(directory, error), 'noRedis');
	}

	const lockFile = path.join(directory, 'server.lock');
	const lock = await takeLock(lockFile);
	if (lock.kind === 'theirs') {
		throw new ServerTakenError(lockedDirectoryError({
			pid: lock.pid, directory, port, lockFile,
		}), 'noRedis');
	}

	try {
		return await startLocked(options, lock.release);
	} catch (error) {
		await lock.release();
		throw error;
	}
}

async function startLocked({port, directory, binary, signal}: OwnServerOptions, release: () => Promise<void>): Promise<OwnServer> {
	const place: ServerPlace = {port, directory, logFile: path.join(directory, 'redis.log')};
	const address: Address = {
		kind: 'tcp', host: 'localhost', port, tls: false, db: 0,
	};
	const stopping = new AbortController();
	await rm(place.logFile, {force: true});
	let running = await launchUntilReady(binary, place, address, signal);
	const warnings = binary.name === 'embedded' ? await readWarnings(place.logFile) : [];

	// If it does not come up, that is one more crash of the one before.
	const restart = async () => launchUntilReady(binary, place, address, stopping.signal).catch(() => running);
	const supervise = async () => {
		let crashesMs: readonly number[] = [];
		while (!stopping.signal.aborted && crashesMs.length < maxCrashes) {
			await running.exited;
			const nowMs = Date.now();
			crashesMs = [...crashesMs.filter(atMs => atMs > nowMs - crashWindowMs), nowMs];
			if (crashesMs.length < maxCrashes) {
				running = await restart();
			}
		}

		await release();
		return {isByItself: !stopping.signal.aborted};
	};

	const ended = supervise();
	return {
		...binary,
		address,
		binary: binary.path,
		directory,
		logFile: place.logFile,
		warnings,
		ended,
		async wait() {
			const keepRunning = setInterval(() => undefined, 60_000);
			try {
				return await ended;
			} finally {
				clearInterval(keepRunning);
			}
		},
		async stop() {
			stopping.abort();
			await end(running);
			await ended;
		},
	};
}

async function launchUntilReady(binary: ServerBinary, place: ServerPlace, address: Address, signal: AbortSignal): Promise<ServerProcess> {
	const server = await launchServer([binary.path, ...binary.args], place);
	try {
		while (!await answers(address, server, signal)) {
			if (await Promise.race([server.exited.then(() => true), delay(20, false)])) {
				throw await explainExit(binary, place.logFile);
			}
		}

		// Nobody would end a server that became ready after it was no longer wanted.
		signal.throwIfAborted();
		return server;
	} catch (error) {
		await end(server);
		throw error;
	}
}

async function end({child, exited}: ServerProcess): Promise<void> {
	child.ref();
	child.kill('SIGTERM');
	const timeout = setTimeout(() => {
		child.kill('SIGKILL');
	}, killAfterMs);
	await exited;
	clearTimeout(timeout);
}

/** Whether this child answers, and not another program that had the port first. */
async function answers(address: Address, {child}: ServerProcess, signal: AbortSignal): Promise<boolean> {
	try {
		const connection = await connect(address, {signal, timeoutMs: 1000});
		try {
			const info = String(await connection.call('INFO', 'server'));
			// To the embedded server, its process id is always 42.
			return info.includes(`process_id:${child.pid}\r\n`) || info.includes(`availability_zone:haiku-swarm-${child.pid}\r\n`);
		} finally {
			await connection.close();
		}
	} catch {
		signal.throwIfAborted();
		return false;
	}
}

/** Process id, time and level at the beginning of a line of the log. */
const linePrefix = /^\d+:[A-Z] .{20,30}? (?<level>[.\-*#]) /;

async function readWarnings(logFile: string): Promise<readonly string[]> {
	const lines = (await readFile(logFile, 'utf8')).split('\n');
	return lines.filter(line => linePrefix.exec(line)?.groups?.level === '#').map(line => cleanText(`${line.replace(linePrefix, '')}.`));
}

async function explainExit({name, path: program}: ServerBinary, logFile: string): Promise<UserError> {
	const log = await readFile(logFile, 'utf8');
	if (log.includes('Address already in use')) {
		return new ServerTakenError(portTakenError, 'noRedis');
	}

	const lastLine = (log.trimEnd().split('\n').at(-1) ?? '').replace(linePrefix, '');
	return new UserError(failedStartError({
		name, path: program, logFile, lastLine,
	}), 'noRedis');
}
