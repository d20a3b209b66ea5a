/*
The program of the built-in server: `node built-in-server.js <configuration file | ->`, with lines of `redis.conf`, as redis-server takes them. It runs until it is told to end by a signal.

`--compact` makes it the child that writes a log anew, see log/.
*/
import {Buffer} from 'node:buffer';
import {mkdir, readFile} from 'node:fs/promises';
import process from 'node:process';
import {listen} from './listen.js';
import {compactLog} from './log/compact-log.js';
import type {AppendOnlyLog} from './log/append-only-log.js';
import {openLog} from './log/open-log.js';
import {Server} from './server.js';
import {readSettings, type Settings} from './settings.js';

// Refusals are part of the work here, and to note where in the code they arise takes most of their time.
Error.stackTraceLimit = 0;

for (const stream of [process.stdout, process.stderr]) {
	// The log may have no reader any more, or lie on a full disk: the work goes on.
	stream.on('error', () => undefined);
}

const [, program = '', file = '-', ...rest] = process.argv;

try {
	if (file === '--compact') {
		await compactLog(rest);
	} else {
		const configuration = file === '-' ? await readStandardInput() : await readFile(file, 'latin1');
		await run(readSettings(configuration));
	}
} catch (error) {
	die(error);
}

async function run(settings: Settings): Promise<void> {
	const ending = new AbortController();
	const server = new Server(settings, {
		tell(line) {
			tell(`* ${line}`);
		},
		shutDown() {
			ending.abort();
		},
	});
	let stopListening: (() => void) | undefined;
	try {
		await mkdir(settings.dir, {recursive: true, mode: 0o700});
		server.isLoading = settings.appendonly;
		// First of all: a second server must find the port taken before it touches the log of the one that runs.
		stopListening = await listen(server);
		for (const signal of ['SIGTERM', 'SIGINT']) {
			process.on(signal, () => {
				ending.abort();
			});
		}

		ending.signal.addEventListener('abort', () => {
			stopListening?.();
			void leave(server);
		});
		if (settings.appendonly) {
			server.journal = await open(server);
			server.isLoading = false;
		}
	} catch (error) {
		stopListening?.();
		await server.stop();
		throw error;
	}

	process.once('uncaughtException', die);
	tell('* Ready to accept connections');
}

async function open(server: Server): Promise<AppendOnlyLog> {
	const {dir, isCompacted, appendfsync} = server.settings;
	return openLog({
		directory: dir,
		databases: server.databases,
		compactor: [process.execPath, ...process.execArgv, program, '--compact'],
		isCompacted,
		fsync: appendfsync,
		tell(line) {
			server.program.tell(line);
			if (server.isLoading) {
				// What was mended on the way is for people, not for a file that nobody opens.
				server.notices.push(`${line}.`);
			}
		},
	});
}

function die(error: unknown): void {
	tell(`# ${error instanceof Error ? error.message : String(error)}`, process.stderr);
	// eslint-disable-next-line unicorn/no-process-exit -- What still runs must do no harm.
	process.exit(1);
}

async function leave(server: Server): Promise<void> {
	await server.stop();
	tell('* Bye');
	// Connections whose clients do not take what was sent would keep the process; nothing is left to be done.
	// eslint-disable-next-line unicorn/no-process-exit -- This is a program of its own.
	process.exit(0);
}

async function readStandardInput(): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of process.stdin) {
		chunks.push(chunk as Buffer);
	}

	return Buffer.concat(chunks).toString('latin1');
}

/** One line of the server's own log, as Redis writes it: process id, role, time, level. */
function tell(text: string, stream: NodeJS.WriteStream = process.stdout): void {
	const now = new Date();
	const time = `${now.toUTCString().slice(5, 25)}.${String(now.getUTCMilliseconds()).padStart(3, '0')}`;
	stream.write(`${process.pid}:M ${time} ${text}\n`);
}
