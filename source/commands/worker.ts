import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {newWorkerId} from '../protocol/ids.js';
import {UserError} from '../protocol/user-error.js';
import {Sweeper} from '../swarm/sweeper.js';
import {runSingleTask} from '../worker/single-task.js';
import {WorkerLoop} from '../worker/worker-loop.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {makeExecutor, type ExecutorFlags} from './executors.js';
import {usdArgument} from './parse-usd.js';
import {serverWords, tellWhenEnded} from './server-words.js';
import {secretsRedactor} from './secrets-redactor.js';
import {workerLog} from './worker-log.js';

/** The flags of `worker`. */
export type WorkerFlags = CommonFlags & ExecutorFlags & {
	/** `loop` or `single`. */
	readonly mode: string;
	/** What to do, in single mode. */
	readonly task?: string | undefined;
	readonly workerId?: string | undefined;
	readonly concurrency: number;
	/** US dollars that this worker may spend. */
	readonly budget?: string | undefined;
	/** Leave after so many tasks. */
	readonly maxTasks?: number | undefined;
	/** Leave after so many seconds without a task. */
	readonly idleExit?: number | undefined;
	/** Seconds that what is in hand may take after a signal. */
	readonly grace: number;
};

/**
`worker`: execute tasks until a signal asks to stop (`--mode loop`), or one task from the command line (`--mode single`).

A worker that was asked to stop and left nothing behind has done what it should: exit code 0.

@param command The program and its arguments, for the executor `command`.
@param signal Asks to stop: what is in hand is finished or given back.
@throws {UserError} when the flags are wrong, the executor cannot be used, or there is no Redis.
*/
export async function runWorker(flags: WorkerFlags, command: readonly string[], signal: AbortSignal): Promise<void> {
	check(flags);
	const {mode, task = '', concurrency, workerId = newWorkerId(), maxTasks, idleExit, grace} = flags;
	const capUsd = flags.budget === undefined ? null : usdArgument(flags.budget, '--budget');
	const executor = await makeExecutor({flags, command, signal});
	const {connection, ownServer} = await connectSwarm(flags, signal, mode === 'loop');
	const redact = secretsRedactor(connection.address);
	try {
		if (mode === 'single') {
			const findingId = await runSingleTask({
				connection, workerId, executor, description: task, capUsd, redact, signal,
			});
			process.stdout.write(`${findingId}\n`);
			return;
		}

		signal.throwIfAborted();
		// Whoever reads the log may go: the work goes on.
		process.stderr.on('error', () => undefined);
		const log = workerLog(workerId);
		const loop = new WorkerLoop({
			connection,
			workerId,
			executor,
			concurrency,
			capUsd,
			...(maxTasks !== undefined && {maxTasks}),
			...(idleExit !== undefined && {idleExitMs: idleExit * 1000}),
			redact,
			onEvent: log,
		});
		const {started, warnings} = serverWords(connection, ownServer);
		if (started !== null) {
			log({type: 'server', text: clean`started ${started}`});
		}

		for (const text of ownServer ? warnings : []) {
			log({type: 'server-trouble', text});
		}

		if (ownServer) {
			void tellWhenEnded(ownServer, text => {
				log({type: 'server-trouble', text});
			});
		}

		log({
			type: 'started', executor: executor.name, model: executor.model, workdir: executor.workdir, concurrency,
		});
		signal.addEventListener('abort', () => {
			void loop.drain(grace * 1000);
		}, {once: true});
		await loop.start();
		const sweeper = new Sweeper({connection, id: workerId, onEvent: log});
		await loop.stopped();
		await sweeper.stop();
		process.exitCode = 0;
	} finally {
		await connection.close();
		await ownServer?.stop();
	}
}

function check({mode, task = '', concurrency, maxTasks, idleExit, grace}: WorkerFlags): void {
	if (mode !== 'loop' && mode !== 'single') {
		throw new UserError(clean`Expected --mode loop or --mode single, got "${mode}".`, 'usage');
	}

	if (mode === 'single' && task.trim() === '') {
		throw new UserError('Expected what to do in --task "…" with --mode single, got nothing.', 'usage');
	}

	if (mode === 'loop' && task !== '') {
		throw new UserError('Expected --task together with --mode single only. `haiku-swarm publish` writes a task for all workers.', 'usage');
	}

	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new UserError(`Expected --concurrency from 1 to 100, got ${concurrency}.`, 'usage');
	}

	if (maxTasks !== undefined && !(Number.isInteger(maxTasks) && maxTasks > 0)) {
		throw new UserError(`Expected a whole number above 0 for --max-tasks, got ${maxTasks}.`, 'usage');
	}

	if (idleExit !== undefined && !(idleExit > 0)) {
		throw new UserError(`Expected seconds above 0 for --idle-exit, got ${idleExit}.`, 'usage');
	}

	if (!(grace >= 0)) {
		throw new UserError(`Expected seconds for --grace, got ${grace}.`, 'usage');
	}
}
