import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';

/** A process that takes part in a trial. */
export type Participant = {
	/** Resolves when it has ended. */
	readonly exited: Promise<unknown>;
	/** Whether it has not ended yet. */
	isRunning(): boolean;
	/** Signal it and whatever it has started, unless it has ended. */
	signal(signal: NodeJS.Signals): void;
};

/**
Start one, in a process group of its own. Its stdin ends when this process does.

@param onFailure Is told in one line when it ends by itself otherwise than with code 0.
*/
export function startParticipant(command: string, args: readonly string[], onFailure: (problem: string) => void): Participant {
	const child = spawn(command, args, {stdio: ['pipe', 'ignore', 'pipe'], detached: true});
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	child.stdin.on('error', () => undefined);
	const exited = once(child, 'close').then(([code]: unknown[]) => {
		if (typeof code === 'number' && code !== 0) {
			onFailure(`${args.join(' ')} ended with code ${code}: ${stderr.trim().split('\n').slice(-12).join(' | ')}`);
		}
	});
	const isRunning = () => child.exitCode === null && child.signalCode === null;
	return {
		exited,
		isRunning,
		signal(signal) {
			if (isRunning() && child.pid !== undefined) {
				process.kill(-child.pid, signal);
			}
		},
	};
}
