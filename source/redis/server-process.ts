/*
The process of a Redis that we start.

It is started through `sh`, which first starts a watcher and then turns itself into the server. The watcher waits for the end of a pipe whose other end only we hold, and then asks the server
to shut down. The pipe ends when this process does, however it ends. The configuration is sent over standard input.
*/
import {spawn, type ChildProcess} from 'node:child_process';
import {open} from 'node:fs/promises';
import type {Socket} from 'node:net';

/** Where a server listens, and where its files are. */
export type ServerPlace = {
	/** On the loopback addresses. */
	readonly port: number;
	/** Where its data is. */
	readonly directory: string;
	/** What it prints is appended to this file. */
	readonly logFile: string;
};

/** A server process. */
export type ServerProcess = {
	/** Its process id is that of the server. */
	readonly child: ChildProcess;
	/** Resolves when it has ended, or when it could not be started. */
	readonly exited: Promise<void>;
};

/** Start a server that ends with this process, and does not keep this process from ending. @param command Program and arguments. */
export async function launchServer(command: readonly string[], {port, directory, logFile}: ServerPlace): Promise<ServerProcess> {
	const log = await open(logFile, 'a', 0o600);
	const watcher = '(read -r _; kill -TERM $$) <&3 >/dev/null 2>&1 &';
	// Detached: Ctrl-C in the terminal is meant for us.
	const child = spawn('/bin/sh', ['-c', `${watcher} exec "$@" - 3<&-`, 'sh', ...command], {stdio: ['pipe', log.fd, log.fd, 'pipe'], detached: true});
	const lifeline = child.stdio[3] as Socket;
	const exited = new Promise<void>(resolve => {
		const end = () => {
			lifeline.destroy();
			resolve();
		};

		child.once('exit', end);
		child.once('error', end);
	});
	for (const pipe of [child.stdin, lifeline]) {
		// They break when the server ends, which `exited` reports.
		pipe?.on('error', () => undefined);
	}

	child.stdin?.end(configuration(port, directory));
	child.unref();
	lifeline.unref();
	await log.close();
	return {child, exited};
}

function configuration(port: number, directory: string): string {
	const lines = [
		`port ${port}`,
		// The minus: a machine without IPv6 will do.
		'bind 127.0.0.1 -::1',
		'protected-mode yes',
		`dir ${JSON.stringify(directory)}`,
		'daemonize no',
		'supervised no',
		'appendonly yes',
		'appendfsync everysec',
		'save ""',
		'maxmemory-policy noeviction',
		'client-output-buffer-limit pubsub 64mb 32mb 60',
	];
	return lines.join('\n') + '\n';
}
