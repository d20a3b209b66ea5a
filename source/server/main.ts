/*
The program of the embedded server: `node server.js [configuration file]`, with lines of `redis.conf`; without a file they come from standard input. It runs until a signal asks it to end.
*/
import {mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {setFlagsFromString} from 'node:v8';
import {takeLock} from '../redis/lock-file.js';
import {EmbeddedServer} from './embedded-server.js';
import {listen} from './listeners.js';
import {writeLog} from './server-log.js';
import {readSettings} from './settings.js';

if (process.version.startsWith('v20.')) {
	// Its fast calls from WebAssembly crash once the memory has grown.
	setFlagsFromString('--no-turbo-fast-api-calls');
}

const failed = 70;

for (const stream of [process.stdout, process.stderr]) {
	// The log may have no reader any more, or lie on a full disk.
	stream.on('error', () => undefined);
}

process.once('uncaughtException', die);
await run(process.argv[2]);

async function run(file = '-'): Promise<void> {
	const settings = readSettings(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
	await mkdir(settings.dir, {recursive: true, mode: 0o700});
	const listeners = await listen(settings);
	const lockFile = path.join(settings.dir, 'embedded.lock');
	const lock = await takeLock(lockFile);
	if (lock.kind === 'theirs') {
		throw new Error(`Process ${lock.pid} uses the data in ${settings.dir}; end it, or remove ${lockFile} if it is another program`);
	}

	const server = await EmbeddedServer.start(settings, die);
	listeners.start(socket => {
		server.welcome(socket);
	});
	for (const signal of ['SIGTERM', 'SIGINT']) {
		process.once(signal, () => {
			listeners.close();
			server.stop();
			writeLog('Bye');
			void leave(lock.release);
		});
	}

	writeLog('Ready to accept connections');
}

async function leave(release: () => Promise<void>): Promise<void> {
	await release();
	// eslint-disable-next-line unicorn/no-process-exit -- Clients that do not take what was sent would keep the process.
	process.exit(0);
}

/** End at once, without another word to anybody: what is acknowledged is in the journal. */
function die(error: unknown): void {
	writeLog(error instanceof Error ? error.message : String(error), '#');
	// eslint-disable-next-line unicorn/no-process-exit -- What still runs must do no harm.
	process.exit(failed);
}
