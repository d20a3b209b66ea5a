/*
The process of a Redis of our own.

It is started through `sh`, which turns itself into the server, after it has started a watcher: that waits for the end of a pipe whose other end only we
hold, and then asks the server to shut down. The pipe ends when we do, however we do. The configuration goes over standard input.
*/
import {spawn, type ChildProcess} from 'node:child_process';
import {open} from 'node:fs/promises';
import type {Socket} from 'node:net';

/**
Start a server that lives as long as we do, and does not keep this process from ending.

@param command Program and arguments.
@param place.logFile What it says goes there, in place of what an earlier one has said.
@returns The child, whose process id is the server's own, and a promise for its end.
*/
export async function launchServer(command: readonly string[], {port, directory, logFile}: {readonly port: number; readonly directory: string; readonly logFile: string}) {
	const log = await open(logFile, 'w', 0o600);
	const watcher = '(read -r _; kill -TERM $$) <&3 >/dev/null 2>&1 &';
	// Detached, because Ctrl-C in the terminal is meant for us.
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
		// A server that ends breaks them; what matters is that it ended.
		pipe?.on('error', () => undefined);
	}

	child.stdin?.end(configuration(port, directory));
	child.unref();
	lifeline.unref();
	await log.close();
	return {child, exited};
}

/**
Whether a child has ended, or never began.
*/
export function hasExited({exitCode, signalCode, pid}: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null || pid === undefined;
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
