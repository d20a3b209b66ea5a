import {type Buffer} from 'node:buffer';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {
	mkdtemp, readFile, rm, writeFile,
} from 'node:fs/promises';
import {randomInt} from 'node:crypto';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {Redis} from 'ioredis';
import {serverCommand, serverKind, type ServerKind} from './server-kind.js';
import {ServerLog} from './server-log.js';

/**
What `startRedis` may be told.
*/
export type RedisServerOptions = {
	/**
	Lines of `redis.conf`, after the defaults, so that they win. Default: none.
	*/
	readonly config?: readonly string[];

	/**
	PEM files. The port then speaks TLS only, and asks clients for no certificate. Default: no TLS.
	*/
	readonly tls?: {readonly certificateFile: string; readonly keyFile: string; readonly authorityFile: string};

	/**
	Run it as a Sentinel; `config` holds its `sentinel …` lines. Default: `false`.
	*/
	readonly sentinel?: boolean;

	/**
	Which server. Default: the one that all tests use.
	*/
	readonly kind?: ServerKind;
};

/**
A real server that belongs to one test.
*/
export type RedisServer = {
	/**
	`redis://127.0.0.1:<port>`, or `rediss://…` with TLS.
	*/
	readonly url: string;
	readonly port: number;

	/**
	Its own temporary directory; `stop` removes it.
	*/
	readonly directory: string;

	/**
	The process id of the running server. Another one after `restart`.
	*/
	readonly pid: number;

	/**
	What it has told in its log, since `startRedis`.
	*/
	readonly log: ServerLog;

	/**
	Send it a command, and get the reply as `redis-cli` prints it into a pipe: items on lines of their own, nothing as an empty line. Rejects when the server answers with an error. Before
	the command may come `-n` and a database, `-a` and the password.
	*/
	cli(...args: ReadonlyArray<string | Buffer>): Promise<string>;

	/**
	Send a signal, `SIGKILL`, `SIGSTOP` or `SIGCONT` for example. Does not wait.
	*/
	kill(signal: NodeJS.Signals): void;

	/**
	End it at once if it runs, and start it again on the same port and directory. Data survives only with `appendonly yes` in `config`.
	*/
	restart(): Promise<void>;

	/**
	End it at once and remove its directory. May be called twice.
	*/
	stop(): Promise<void>;
};

// Ends the server when the pipe on descriptor 3 ends, that is also when this process is killed. `exec` makes the child's id the server's.
const wrapper = '(cat >/dev/null; kill -KILL $$) <&3 2>/dev/null & exec "$@" 3<&-';

/**
A port of 127.0.0.1 on which nobody listened a moment ago, below the range that outgoing connections use. Prefer `startRedis`, which cannot lose a race.
*/
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomPort();
		const probe = createServer();
		try {
			probe.listen(port, '127.0.0.1');
			await once(probe, 'listening');
			return port;
		} catch {
			// Taken: try the next one.
		} finally {
			probe.close();
		}
	}
}

/**
Start a server on a free port of 127.0.0.1 with its own temporary directory, without persistence, and wait until it accepts connections.
*/
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-redis-'));
	const log = new ServerLog();
	const {port, running: first} = await launchOnFreePort(directory, options, log);
	let running = first;

	const halt = async () => {
		running.child.stdio[3]?.destroy();
		await running.exited;
	};

	const {tls} = options;
	return {
		url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
		port,
		directory,
		log,
		get pid() {
			return pidOf(running);
		},
		cli: async (...args) => send(port, options, args),
		kill(signal) {
			process.kill(pidOf(running), signal);
		},
		async restart() {
			await halt();
			running = await launchOnPort(directory, port, options, log);
		},
		async stop() {
			await halt();
			await rm(directory, {recursive: true, force: true});
		},
	};
}

/**
`startRedis` for one test: it is stopped when the test ends.
*/
export async function withRedis(t: ExecutionContext, options: RedisServerOptions = {}): Promise<RedisServer> {
	const server = await startRedis(options);
	t.teardown(server.stop);
	return server;
}

type Running = {readonly child: ChildProcess; readonly exited: Promise<unknown>};

class PortTaken extends Error {
	override readonly name = 'PortTaken';
}

// By a connection of its own each time, so that nothing is left when the server ends.
async function send(port: number, {tls}: RedisServerOptions, words: ReadonlyArray<string | Buffer>): Promise<string> {
	const {db = '0', password, command: [name = '', ...args]} = readFlags(words);
	const redis = new Redis({
		host: '127.0.0.1', port, db: Number(db), password, protocol: 2, disableClientInfo: true, enableReadyCheck: false, retryStrategy: null, maxRetriesPerRequest: 0,
		...(tls && {tls: {ca: await readFile(tls.authorityFile)}}),
	});
	redis.on('error', () => undefined);
	try {
		return print(await redis.call(String(name).toUpperCase(), ...args));
	} finally {
		redis.disconnect();
	}
}

// `-n <database>` and `-a <password>` come first.
function readFlags(words: ReadonlyArray<string | Buffer>): {readonly db?: string; readonly password?: string; readonly command: ReadonlyArray<string | Buffer>} {
	const [flag, value, ...rest] = words;
	if (flag === '-n') {
		return {...readFlags(rest), db: String(value)};
	}

	return flag === '-a' ? {...readFlags(rest), password: String(value)} : {command: words};
}

function print(reply: unknown): string {
	return Array.isArray(reply) ? reply.map(item => print(item)).join('\n') : (typeof reply === 'number' ? String(reply) : reply as string | null ?? '');
}

function pidOf({child}: Running): number {
	if (child.pid === undefined) {
		throw new Error('the server has no process id');
	}

	return child.pid;
}

function randomPort(): number {
	return randomInt(20_000, 32_000);
}

async function launchOnFreePort(directory: string, options: RedisServerOptions, log: ServerLog) {
	for (;;) {
		const port = randomPort();
		try {
			return {port, running: await launch(directory, port, options, log)};
		} catch (error) {
			if (!(error instanceof PortTaken)) {
				await rm(directory, {recursive: true, force: true});
				throw error;
			}
		}
	}
}

// Whoever took the port in the meantime has to go before the server can have it back; most often it is a connection about to end.
async function launchOnPort(directory: string, port: number, options: RedisServerOptions, log: ServerLog) {
	for (let attempt = 1; ; attempt++) {
		try {
			return await launch(directory, port, options, log);
		} catch (error) {
			if (!(error instanceof PortTaken) || attempt === 20) {
				throw error;
			}

			await delay(100);
		}
	}
}

async function launch(directory: string, port: number, options: RedisServerOptions, log: ServerLog): Promise<Running> {
	const configFile = path.join(directory, 'server.conf');
	await writeFile(configFile, configuration(directory, port, options));
	const child = spawn(
		'/bin/sh',
		['-c', wrapper, 'sh', ...serverCommand(options.kind ?? serverKind), configFile, ...(options.sentinel ? ['--sentinel'] : [])],
		// Detached, so that Ctrl-C in the test runner ends the tests first.
		{stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true},
	);
	const exited = once(child, 'exit');
	// A server that never becomes ready is ended, so that its test fails instead of hanging.
	const timeout = setTimeout(() => {
		child.stdio[3]?.destroy();
	}, 60_000);
	return new Promise<Running>((resolve, reject) => {
		let output = '';
		let isReady = false;
		const read = (text: string) => {
			if (isReady) {
				return;
			}

			output += text;
			if (/Ready to accept connections|Sentinel ID is/.test(output)) {
				isReady = true;
				clearTimeout(timeout);
				resolve({child, exited});
			}
		};

		for (const stream of [child.stdout, child.stderr]) {
			if (stream) {
				log.read(stream);
				stream.on('data', read);
			}
		}

		child.once('close', () => {
			reject(output.includes('Address already in use') ? new PortTaken() : new Error(`the server did not start:\n${output}`));
		});
		// Writing to the pipe is nobody's business, but its end is reported as an error on some platforms.
		child.stdio[3]?.on('error', () => undefined);
		child.once('exit', () => {
			clearTimeout(timeout);
			child.stdio[3]?.destroy();
		});
	});
}

function configuration(directory: string, port: number, {config = [], tls, sentinel}: RedisServerOptions): string {
	const ports = tls
		? [
			'port 0',
			`tls-port ${port}`,
			`tls-cert-file ${tls.certificateFile}`,
			`tls-key-file ${tls.keyFile}`,
			`tls-ca-cert-file ${tls.authorityFile}`,
			'tls-auth-clients no',
		]
		: [`port ${port}`];
	const data = sentinel ? [] : ['save ""', 'appendonly no'];
	const lines = ['bind 127.0.0.1', 'daemonize no', `dir ${directory}`, ...ports, ...data, ...config];
	return lines.join('\n') + '\n';
}
