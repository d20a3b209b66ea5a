import process from 'node:process';
import {clean, safeJson} from '../protocol/clean-text.js';
import {newWorkerId} from '../protocol/ids.js';
import {formatTime} from '../protocol/times.js';
import {UserError} from '../protocol/user-error.js';
import {describeAddress} from '../redis/address.js';
import {Sweeper} from '../swarm/sweeper.js';
import {usageErrors} from '../text/command-errors.js';
import {formatClock} from '../text/format-numbers.js';
import {startedServerText} from '../text/server-text.js';
import {eventText, isWarning, type ProcessEvent} from '../text/worker-events.js';
import {runSingleTask} from '../worker/single-mode.js';
import {WorkerLoop} from '../worker/worker-loop.js';
import {defineCommand, type Call} from './command.js';
import {connectSwarm, reportServer} from './connect.js';
import {executorFlags, executorOf} from './executor-flags.js';
import {
	choice, number, text, usd,
} from './flags.js';
import {secretsRedactor} from './secrets-redactor.js';

const workerFlags = {
	mode: choice(['loop', 'single'], '<mode>', 'loop: execute tasks until Ctrl-C; single: only --task (default: loop)'),
	task: text('<text>', 'what to do in single mode'),
	...executorFlags,
	concurrency: number('<n>', 'tasks at the same time (default: 1)', {min: 1, max: 100, isWhole: true}, 1),
	budget: usd('what this worker may spend; the budget of the swarm also applies'),
	maxTasks: number('<n>', 'exit after so many tasks', {min: 1, isWhole: true}, undefined),
	idleExit: number('<seconds>', 'exit after so long without a task', {min: 0, isAbove: true, unit: 'seconds'}, undefined),
	grace: number('<seconds>', 'time to finish tasks after Ctrl-C or SIGTERM before they are released (default: 30)', {min: 0, unit: 'seconds'}, 30),
	workerId: text('<id>', 'unique in the swarm (default: a new one)'),
};

/** `worker`: execute tasks until a signal asks it to end (`--mode loop`), or one task from the command line (`--mode single`). */
export const command = defineCommand({
	name: 'worker',
	summary: 'execute tasks until Ctrl-C',
	arguments: ['[-- program…]'],
	flags: workerFlags,
	passesOn: true,
	examples: [
		'haiku-swarm worker --workdir ~/project --concurrency 4 --budget 2',
		'haiku-swarm worker --executor command -- ./my-worker --fast',
		'haiku-swarm worker --mode single --task "Summarise readme.md"',
	],
	graceSeconds: ({grace}) => grace + 10,
	run: runWorker,
});

async function runWorker({arguments: command, flags, signal, print}: Call<typeof workerFlags>): Promise<void> {
	const {
		mode, task = '', concurrency, budget: limitUsd = null, workerId = newWorkerId(), maxTasks, idleExit, grace,
	} = flags;
	if ((mode === 'single') === (task === '')) {
		throw new UserError(usageErrors.singleModeNeedsTask, 'usage');
	}

	const executor = await executorOf(flags, command, signal);
	const found = await connectSwarm(flags, signal, mode === 'loop');
	const {connection, ownServer} = found;
	const redact = secretsRedactor(connection.address);
	try {
		if (mode === 'single') {
			const findingId = await runSingleTask({
				connection, workerId, executor, description: task, limitUsd, redact, signal,
			});
			await print(`${findingId}\n`);
			return;
		}

		signal.throwIfAborted();
		// If the reader of the log leaves, the work continues.
		process.stderr.on('error', () => undefined);
		const log = workerLog(workerId);
		const loop = new WorkerLoop({
			connection,
			workerId,
			executor,
			concurrency,
			limitUsd,
			...(maxTasks !== undefined && {maxTasks}),
			...(idleExit !== undefined && {idleExitMs: idleExit * 1000}),
			redact,
			onEvent: log,
		});
		if (ownServer) {
			log({type: 'server', text: clean`started ${startedServerText(describeAddress(connection.address), connection.server, ownServer)}`});
			reportServer(found, text => {
				log({type: 'server-error', text});
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

/** How a worker's process logs: lines for people on stdout if that is a terminal, else one JSON object per line on stderr, with `at`, `level`, `worker`, `event` and its facts in snake_case. */
function workerLog(workerId: string): (event: ProcessEvent) => void {
	return process.stdout.isTTY
		? event => {
			process.stdout.write(`${formatClock(Date.now())}  ${eventText(event)}\n`);
		}
		: event => {
			const {type, ...facts} = event;
			const named = Object.entries(facts).map(([name, value]: readonly [string, unknown]) => [name.replaceAll(/[A-Z]/gu, letter => `_${letter.toLowerCase()}`), value] as const);
			process.stderr.write(`${safeJson({
				at: formatTime(Date.now()), level: isWarning(event) ? 'warning' : 'info', worker: workerId, event: type, ...Object.fromEntries(named), text: eventText(event),
			})}\n`);
		};
}
