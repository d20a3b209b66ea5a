import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {openDashboard, programCommand} from '../_helpers/dashboard.js';
import {startLineProcess} from '../_helpers/foreign-process.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {keys, type TestTerminal} from '../_helpers/terminal.js';
import {send} from './_populate.js';
import {startWorkerWith, untilListening} from './_start-worker.js';

// One at a time: each is a whole program, and they would starve each other.

/** How long a dashboard lets its workers finish. Faster than this, it did not wait for them. */
const graceMs = 5000;

/** A command that never finishes, and writes the id of its process. */
type Stuck = {readonly words: readonly [string, string, string]; pid(): Promise<number>};

async function stuckCommand(t: ExecutionContext): Promise<Stuck> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	const file = path.join(directory, 'pid');
	return {
		words: ['sh', '-c', `echo $$ >${file}; exec sleep 1000`],
		async pid() {
			let text = '';
			while (!text.endsWith('\n')) {
				text = await readFile(file, 'utf8').catch(() => '');
			}

			return Number(text);
		},
	};
}

/** A dashboard whose worker holds the claim on `task_1`. */
async function busyDashboard(t: ExecutionContext, wrapper?: readonly string[]): Promise<{readonly redis: RedisServer; readonly terminal: TestTerminal; readonly pid: number}> {
	const redis = await withRedis(t);
	const stuck = await stuckCommand(t);
	await send(redis, [['SET', 'task:task_1', '{"description": "Never done"}']]);
	const terminal = await openDashboard(t, {
		url: redis.url, view: 'Workers', columns: 160, ...(wrapper && {wrapper}), header: / 1 waiting/,
	});
	const [program, flag, script] = stuck.words;
	await startWorkerWith(terminal, 'command', `${program} ${flag} "${script}"`);
	await terminal.waitFor(/^▸ haiku_\S+ +working .* task_1\b/m);
	return {redis, terminal, pid: await stuck.pid()};
}

const isAlive = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

/** The task is free again, its program has ended, and nothing is left of the worker. */
async function assertReleased(t: ExecutionContext, redis: RedisServer, pid: number): Promise<void> {
	t.is(await redis.cli('EXISTS', 'task:task_1:claimed', 'task:task_1:result', 'swarm:failed:task_1'), '0');
	t.is(await redis.cli('KEYS', 'worker:status:*'), '');
	t.false(isAlive(pid));
}

function assertRestored(t: ExecutionContext, terminal: TestTerminal): void {
	t.false(terminal.alternateScreen);
	t.true(terminal.cursorVisible);
	t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
}

for (const [name, exitCode, leave] of [
	['Ctrl-C', 0, (terminal: TestTerminal) => {
		terminal.press(keys.ctrlC);
	}],
	['SIGTERM', 143, (terminal: TestTerminal) => {
		terminal.kill('SIGTERM');
	}],
] as const) {
	test.serial(`${name} stops the workers of a dashboard: their tasks are released, and the terminal is restored`, async t => {
		const {redis, terminal, pid} = await busyDashboard(t);
		leave(terminal);
		t.deepEqual(await terminal.exited, {exitCode, signal: 0});
		await assertReleased(t, redis, pid);
		assertRestored(t, terminal);
	});
}

test.serial('after q is confirmed with a task in progress, one Ctrl-C ends the dashboard at once', async t => {
	const {redis, terminal, pid} = await busyDashboard(t);
	terminal.press('q');
	await terminal.waitFor(/^ Quit with 1 task in progress\?/m);
	terminal.press('y');
	await terminal.waitFor('1 task in progress');
	await terminal.waitFor(() => !terminal.alternateScreen);
	terminal.press(keys.ctrlC);
	t.deepEqual(await terminal.exited, {exitCode: 130, signal: 0});
	// It did not wait for the release.
	t.is(await redis.cli('EXISTS', 'task:task_1:claimed'), '1');
	assertRestored(t, terminal);
	process.kill(pid, 'SIGKILL');
});

test.serial('SIGHUP releases the tasks at once, and restores the terminal', async t => {
	const {redis, terminal, pid} = await busyDashboard(t);
	const startMs = performance.now();
	terminal.kill('SIGHUP');
	t.deepEqual(await terminal.exited, {exitCode: 129, signal: 0});
	t.true(performance.now() - startMs < graceMs);
	await assertReleased(t, redis, pid);
	assertRestored(t, terminal);
});

test.serial('a lost terminal releases the tasks at once, even without a signal', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	const result = path.join(directory, 'exit-code');
	// In a session of its own, so that the hang-up is not for it.
	const {redis, terminal, pid} = await busyDashboard(t, ['sh', '-c', `trap "" HUP; setsid --wait "$@"; echo $? >${result}`, 'sh']);
	const startMs = performance.now();
	terminal.hangUp();
	await terminal.exited;
	t.is(await readFile(result, 'utf8'), '129\n');
	t.true(performance.now() - startMs < graceMs);
	await assertReleased(t, redis, pid);
});

test.serial('SIGTERM stops a worker without a dashboard: its task is released after the grace time', async t => {
	const redis = await withRedis(t);
	const stuck = await stuckCommand(t);
	const [command, ...args] = programCommand('--redis', redis.url, 'worker', '--worker-id', 'ours_1', '--executor', 'command', '--grace', '1', '--', ...stuck.words);
	const worker = startLineProcess(t, command, args);
	await untilListening(redis, 'ours_1');
	await send(redis, [['SET', 'task:task_1', '{"description": "Never done"}'], ['PUBLISH', 'channel:tasks', 'task_1']]);
	const pid = await stuck.pid();
	worker.kill('SIGTERM');
	t.like(await worker.exited, {exitCode: 0, signal: null});
	await assertReleased(t, redis, pid);
});
