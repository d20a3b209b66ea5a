import type {ChildProcess} from 'node:child_process';
import {chmod, mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {cleanText} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Address} from './address.js';
import {connect} from './connection.js';
import {takeLock} from './lock-file.js';
import type {ServerBinary} from './server-binary.js';
import type {ServerIdentity} from './server-identity.js';
import {hasExited, launchServer} from './server-process.js';

/**
A running server of our own.
*/
export type OwnServer = ServerIdentity & {
	readonly address: Address;

	/**
	Path of the program.
	*/
	readonly binary: string;

	/**
	Where its data is.
	*/
	readonly directory: string;
	readonly logFile: string;

	/**
	Resolves when it has ended, with whether nobody here has stopped it.
	*/
	readonly ended: Promise<{readonly isByItself: boolean}>;

	/**
	Keep this process from ending until the server has ended.
	*/
	wait(): OwnServer['ended'];

	/**
	Shut it down; its data is kept. May be called twice.
	*/
	stop(): Promise<void>;
};

/**
Somebody else starts or runs a server on this port or in this directory: wait for it and share it.
*/
export class ServerTakenError extends UserError {
	constructor(message: string) {
		super(message, 'noRedis');
	}
}

/**
What `startOwnServer` needs to know.
*/
export type OwnServerOptions = {
	/**
	On 127.0.0.1, and on ::1 where there is one.
	*/
	readonly port: number;

	/**
	Where data, log and lock are kept. Made if it is missing; others are kept out of it.
	*/
	readonly directory: string;
	readonly binary: ServerBinary;

	/**
	Ends the attempt to start. It has no effect on a server that runs.
	*/
	readonly signal: AbortSignal;
};

/**
Start a server on the loopback addresses, without a password, whose data is kept in an append-only file. Resolves when it answers, after it has loaded its data.

The server ends with this process, even with `kill -9`. It does not keep this process from ending.

@throws {ServerTakenError} when somebody else was faster.
@throws {UserError} of kind `noRedis` with the last line of its log, when it does not start.
*/
export async function startOwnServer(options: OwnServerOptions): Promise<OwnServer> {
	const {port, directory} = options;
	await makeDirectory(directory);
	const lockFile = path.join(directory, 'server.lock');
	const lock = await takeLock(lockFile);
	if (lock.kind === 'theirs') {
		throw new ServerTakenError(`The process ${lock.pid} starts or runs a Redis in ${directory}, but it does not answer at port ${port}; end that process, or remove ${lockFile} if it is another program, and try again.`);
	}

	try {
		return await startLocked(options, lock.release);
	} catch (error) {
		await lock.release();
		throw error;
	}
}

async function makeDirectory(directory: string): Promise<void> {
	try {
		await mkdir(directory, {recursive: true, mode: 0o700});
		await chmod(directory, 0o700);
	} catch (error) {
		throw new UserError(`Expected a directory of yours for the data of a Redis, got ${directory}: ${cleanText(String(error))}; make room there, or say with --redis where a Redis is.`, 'noRedis');
	}
}

async function startLocked({port, directory, binary, signal}: OwnServerOptions, release: () => Promise<void>): Promise<OwnServer> {
	const logFile = path.join(directory, 'redis.log');
	const address: Address = {
		kind: 'tcp', host: 'localhost', port, tls: false, db: 0,
	};
	const {child, exited} = await launchServer([binary.path, ...binary.args], {port, directory, logFile});
	let isStopping = false;
	const ended = exited.then(async () => {
		await release();
		return {isByItself: !isStopping};
	});
	const wait = async () => {
		child.ref();
		return ended;
	};

	const stop = async () => {
		isStopping = true;
		child.kill('SIGTERM');
		const patience = setTimeout(() => {
			child.kill('SIGKILL');
		}, 10_000);
		await wait();
		clearTimeout(patience);
	};

	try {
		while (!await answers(address, child, signal)) {
			await Promise.race([exited, delay(20)]);
			if (hasExited(child)) {
				throw await explainDeath(binary, logFile);
			}
		}
	} catch (error) {
		await stop();
		throw error;
	}

	const {name, version} = binary;
	return {
		name, version, address, binary: binary.path, directory, logFile, ended, wait, stop,
	};
}

// Whether it is this child that answers, and not somebody else who had the port first.
async function answers(address: Address, child: ChildProcess, signal: AbortSignal): Promise<boolean> {
	try {
		const connection = await connect(address, {signal, timeoutMs: 1000});
		try {
			return String(await connection.call('INFO', 'server')).includes(`process_id:${child.pid}\r\n`);
		} finally {
			await connection.close();
		}
	} catch {
		signal.throwIfAborted();
		return false;
	}
}

async function explainDeath(binary: ServerBinary, logFile: string): Promise<UserError> {
	const log = await readFile(logFile, 'utf8');
	if (log.includes('Address already in use')) {
		return new ServerTakenError('Something else listens at the port of Redis, but does not answer like one; end it, or say with --redis where Redis is.');
	}

	const lastLine = log.trimEnd().split('\n').at(-1) ?? '';
	// Without process id, time and level.
	const said = cleanText(lastLine.replace(/^\d+:[A-Z] .{20,30}? [.\-*#] /, '')) || 'it said nothing';
	return new UserError(`${binary.name === 'built-in' ? 'The built-in server' : binary.path} does not start: ${said.replace(/\.$/, '')}; see ${logFile}.`, 'noRedis');
}
