import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';

/**
Kill the process group of a child when this process ends, even by SIGKILL. Claude Code, for example, would go on and spend money.

A watcher process waits for the end of a pipe whose other end only we hold.

@param child Started with `detached`, as the leader of its group.
@returns A function to end the watcher after the child has ended.
*/
export function watchOver({pid}: ChildProcess): () => Promise<void> {
	const script = 'read -r _; kill -s KILL -- "-$1"';
	const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {stdio: ['pipe', 'ignore', 'ignore'], env: {}, detached: true});
	// Without a watcher, the child is not stopped when this process is killed.
	const ended = once(watcher, 'exit').catch(() => undefined);
	return async () => {
		watcher.kill('SIGKILL');
		await ended;
	};
}

/** Send a signal to the process group of a child. */
export function signalGroup({pid}: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(-Number(pid), signal);
	} catch {
		// The group has ended.
	}
}
