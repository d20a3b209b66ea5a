import {once} from 'node:events';
import process from 'node:process';

/** Resolves on SIGTERM. This process ends at once when the one that started it has ended. */
export async function untilAskedToLeave(): Promise<void> {
	process.stdin.resume().once('end', () => {
		process.kill(process.pid, 'SIGKILL');
	});
	// What is left to do keeps this process alive, not this.
	process.stdin.unref();
	await once(process, 'SIGTERM');
}
