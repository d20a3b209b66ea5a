import process from 'node:process';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {newWorkerId} from '../protocol/ids.js';
import {UserError} from '../protocol/user-error.js';
import {formatClock} from '../ui/format.js';
import {dryRun} from '../worker/dry-run.js';
import type {Executor} from '../worker/executor.js';
import {runSingleTask} from '../worker/single-task.js';
import {WorkerLoop, type WorkerEvent} from '../worker/worker-loop.js';
import {connectSwarm, type CommonFlags} from './connect.js';

/** The flags of `worker`. */
export type WorkerFlags = CommonFlags & {
	/** `loop` or `single`. */
	readonly mode: string;
	/** What to do, in single mode. */
	readonly task?: string;
	readonly workerId?: string;
	readonly executor: string;
	readonly concurrency: number;
};

/**
`worker`: execute tasks until a signal asks to stop (`--mode loop`), or one task from the command line (`--mode single`).

@param signal Asks to stop: what is in hand is finished or given back.
@throws {UserError} when the flags are wrong or there is no Redis.
*/
export async function runWorker(flags: WorkerFlags, signal: AbortSignal): Promise<void> {
	const executor = executorOf(flags.executor);
	const {mode, task, concurrency, workerId = newWorkerId()} = flags;
	if (mode !== 'loop' && mode !== 'single') {
		throw new UserError(`Expected --mode loop or --mode single, got "${mode}".`, 'usage');
	}

	if (mode === 'single' && (task === undefined || task.trim() === '')) {
		throw new UserError('Expected what to do in --task "…" with --mode single, got nothing.', 'usage');
	}

	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new UserError(`Expected --concurrency from 1 to 100, got ${concurrency}.`, 'usage');
	}

	const {connection, ownServer} = await connectSwarm(flags, signal, mode === 'loop');
	try {
		if (mode === 'single') {
			const findingId = await runSingleTask({
				connection, workerId, executor, description: task ?? '', signal,
			});
			process.stdout.write(`${findingId}\n`);
			return;
		}

		const loop = new WorkerLoop({
			connection, workerId, executor, concurrency, onEvent: say,
		});
		await loop.start();
		say({type: 'trouble', reason: `${workerId} is here, executor ${executor.name} (simulated: nothing is executed)`});
		await new Promise<void>(resolve => {
			signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
		await loop.drain();
	} finally {
		await connection.close();
		await ownServer?.stop();
	}
}

function executorOf(name: string): Executor {
	if (name === 'dry-run') {
		return dryRun();
	}

	throw new UserError(`Expected --executor dry-run, got "${name}". The other executors are not in this version.`, 'usage');
}

function say(event: WorkerEvent): void {
	process.stdout.write(`${formatClock(Date.now())}  ${eventText(event)}\n`);
}

/** A worker's event in words. */
export function eventText(event: WorkerEvent): CleanText {
	switch (event.type) {
		case 'listening': {
			return cleanText('listens for tasks');
		}

		case 'claimed': {
			return clean`claimed ${event.taskId}`;
		}

		case 'finished': {
			return clean`finished ${event.taskId}: ${event.findingId}`;
		}

		case 'released': {
			return clean`gave ${event.taskId} back: ${event.reason}`;
		}

		case 'trouble': {
			return cleanText(event.reason);
		}
	}
}
