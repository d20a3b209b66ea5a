import type {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	cp, mkdtemp, rm, writeFile,
} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {freePort} from '../test/_helpers/redis-server.js';
import {logConfig} from './server-pair.js';

const longestMs = 60_000;
const betweenMs = 1;

/**
Milliseconds from the start of a server until it answers `PONG`. It is ended then.

@param command A program and its first arguments; its configuration file comes next.
@param data A directory with a log, which is copied. Default: no log.
*/
export async function untilPong(command: readonly [string, ...string[]], data?: string): Promise<number> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-bench-'));
	try {
		if (data !== undefined) {
			// Without the lock of the server that still runs there.
			await cp(data, directory, {recursive: true, filter: file => !file.endsWith('.lock')});
		}

		const port = await freePort();
		const config = path.join(directory, 'start.conf');
		await writeFile(config, ['bind 127.0.0.1', `port ${port}`, `dir ${directory}`, 'save ""', ...logConfig, ''].join('\n'));
		const [program, ...args] = command;
		const startMs = performance.now();
		const child = spawn(program, [...args, config], {stdio: 'ignore'});
		const exited = once(child, 'exit');
		try {
			while (!await answers(port)) {
				if (child.exitCode !== null || performance.now() - startMs > longestMs) {
					throw new Error(`Expected ${program} to answer, got nothing`);
				}

				await delay(betweenMs);
			}

			return performance.now() - startMs;
		} finally {
			child.kill('SIGKILL');
			await exited;
		}
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

// Redis takes connections while it reads its log, and says so.
async function answers(port: number): Promise<boolean> {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	try {
		socket.write('PING\r\n');
		const [reply] = await once(socket, 'data') as [Buffer];
		return String(reply) === '+PONG\r\n';
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
