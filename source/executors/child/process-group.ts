import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';

/**
Kill the group of a child when this process ends, however it does. Claude Code, for one, works on and spends money when nobody reads any more.

A watcher waits for the end of a pipe whose other end only we hold.

@param child Started with `detached`, so that it leads a group of its own.
@returns What ends the watcher, to be called when the child has ended.
*/
export function watchOver({pid}: ChildProcess): () => Promise<void> {
	const script = 'read -r _; kill -s KILL -- "-$1"';
	const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {stdio: ['pipe', 'ignore', 'ignore'], env: {}, detached: true});
	const ended = new Promise<void>(resolve => {
		const end = () => {
			resolve();
		};

		watcher.once('exit', end);
		// No watcher could be started. The child is then merely not stopped when this process is killed.
		watcher.once('error', end);
	});
	return async () => {
		watcher.kill('SIGKILL');
		await ended;
	};
}

/** Send a signal to all processes in the group of a child, if any are left. */
export function signalGroup({pid}: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(-Number(pid), signal);
	} catch {
		// Nobody is left.
	}
}
