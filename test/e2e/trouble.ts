import test, {type ExecutionContext} from 'ava';
import {
	goTo, isLive, launchDashboard, openDashboard, rowOf, runProgram, selectedId, startProgram,
} from '../_helpers/dashboard.js';
import {startForeignCoordinator} from '../_helpers/foreign-process.js';
import {serialTestWithRedisCli} from '../_helpers/redis-cli.js';
import {freePort, withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {keys, type TestTerminal} from '../_helpers/terminal.js';
import {send} from './_populate.js';
import {startDryRunWorker, untilListening} from './_start-worker.js';

// One at a time: each is a whole program, and they would starve each other.

/** A worker with a task in hand, one that has found something, and what that cost. */
async function populate(redis: RedisServer): Promise<void> {
	await send(redis, [
		['SET', 'task:task_1', '{"description": "Count the lines"}'],
		['SET', 'task:task_1:claimed', 'haiku_1', 'EX', 250],
		['SET', 'task:task_2', '{"description": "Find the end"}'],
		['SET', 'task:task_2:result', 'finding_2'],
		['SET', 'finding:finding_2', JSON.stringify({
			finding_id: 'finding_2', worker_id: 'haiku_2', timestamp: new Date().toISOString(), task: 'Find the end', result: 'It is there', tokens_used: 300, cost: 0.0011,
		})],
		['SET', 'worker:status:haiku_1', 'now', 'EX', 60],
		['SET', 'worker:status:haiku_2', 'now', 'EX', 60],
		['SET', 'cost:haiku', '1.25'],
	]);
}

const populated = / 2 workers, 1 working {3}0 waiting {3}\$1\.25\b/;

async function assertPopulated(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	await goTo(terminal, 'Workers');
	await terminal.waitFor(/^[▸ ] haiku_1 +working/m);
	await terminal.waitFor(/^[▸ ] haiku_2 +idle/m);
	await goTo(terminal, 'Findings');
	await terminal.waitFor(/^ 1 findings, 0 malformed, 0 simulated/m);
	await terminal.waitFor(/^▸ finding_2 .*It is there/m);
	await goTo(terminal, 'Tasks');
	await terminal.waitFor(/^[▸ ] task_1 +claimed +haiku_1/m);
	await terminal.waitFor(/^[▸ ] task_2 +done/m);
	t.is(rowOf(terminal, /^ link lost/), undefined);
}

/** Wait until the link is lost for some seconds, while everything that was known is still there. */
async function assertLost(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	const secondsLost = () => Number(/^ link lost (\d+)s ago {3}!\d /.exec(terminal.text()[0]!)?.[1] ?? Number.NaN);
	await terminal.waitFor(() => secondsLost() >= 0);
	const first = secondsLost();
	await terminal.waitFor(() => secondsLost() > first + 1);
	t.regex(terminal.text()[0]!, populated);
	// What may be old by now is grey, in the header and below it.
	const text = terminal.text();
	for (const y of [0, text.findIndex(row => row.includes('task_2'))]) {
		const old = terminal.cell(text[y]!.search(/2 workers|done/), y);
		t.true(old.dim || old.foreground === 8, text[y]);
	}

	t.regex(rowOf(terminal, 'task_1') ?? '', /^[▸ ] task_1 +claimed +haiku_1/);
	t.regex(rowOf(terminal, 'task_2') ?? '', /^[▸ ] task_2 +done/);
	// Keys work meanwhile.
	terminal.press('j');
	await terminal.waitFor(() => selectedId(terminal) === 'task_2');
	await goTo(terminal, 'Overview');
	await terminal.waitFor(/^[▸ ] link +the connection to Redis was lost/m);
	await goTo(terminal, 'Tasks');
}

test.serial('a server that crashes and comes back with its data: the last values stay, then are updated', async t => {
	const redis = await withRedis(t, {config: ['appendonly yes', 'appendfsync always']});
	await populate(redis);
	const terminal = await openDashboard(t, {url: redis.url, header: populated});
	await assertPopulated(t, terminal);
	redis.kill('SIGKILL');
	await assertLost(t, terminal);
	await redis.restart();
	await terminal.waitFor(() => isLive(terminal) && populated.test(terminal.text()[0]!));
	t.notRegex(terminal.text()[0]!, /!\d/);
	await assertPopulated(t, terminal);
	// It follows again.
	await send(redis, [['SET', 'task:task_3', '{"description": "Go on"}'], ['INCRBYFLOAT', 'cost:haiku', '0.25'], ['DEL', 'task:task_1:claimed']]);
	await terminal.waitFor(() => / 2 workers, 0 working {3}2 waiting {3}\$1\.50 /.test(terminal.text()[0]!));
});

test.serial('a server that comes back without data: nothing deleted is shown', async t => {
	const redis = await withRedis(t);
	await populate(redis);
	const terminal = await openDashboard(t, {url: redis.url, header: populated});
	await assertPopulated(t, terminal);
	redis.kill('SIGKILL');
	await assertLost(t, terminal);
	await redis.restart();
	await terminal.waitFor(() => isLive(terminal) && / 0 workers, 0 working {3}0 waiting {3}\$0\.00 /.test(terminal.text()[0]!), {timeoutMs: 10_000});
	await terminal.waitFor('No tasks yet');
	await goTo(terminal, 'Findings');
	await terminal.waitFor(/^ 0 findings, 0 malformed, 0 simulated/m);
	await terminal.waitFor('No findings yet');
	await goTo(terminal, 'Workers');
	await terminal.waitFor(/^ +WORKER/m);
	t.is(rowOf(terminal, /haiku_\d +(?:working|idle|lost)/), undefined);
	await send(redis, [['SET', 'task:task_3', '{"description": "Go on"}'], ['SET', 'worker:status:haiku_3', 'now', 'EX', 60]]);
	await terminal.waitFor(() => / 1 worker, 0 working {3}1 waiting {3}\$0\.00 /.test(terminal.text()[0]!));
});

test.serial('FLUSHALL while the dashboard runs: nothing deleted is shown', async t => {
	const redis = await withRedis(t);
	await populate(redis);
	const terminal = await openDashboard(t, {url: redis.url, view: 'Tasks', header: populated});
	await redis.cli('FLUSHALL');
	await terminal.waitFor(() => isLive(terminal) && / 0 workers, 0 working {3}0 waiting {3}\$0\.00 /.test(terminal.text()[0]!), {timeoutMs: 10_000});
	await terminal.waitFor('No tasks yet');
	t.is(rowOf(terminal, 'task_1'), undefined);
});

test.serial('a local worker goes on when the server comes back', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url, view: 'Workers'});
	await startDryRunWorker(terminal);
	await terminal.waitFor(/^▸ haiku_\S+ +idle/m);
	redis.kill('SIGKILL');
	await terminal.waitFor(/^ link lost/);
	await redis.restart();
	await terminal.waitFor(isLive);
	await redis.cli('SET', 'task:task_1', '{"description": "Go on"}');
	await redis.cli('PUBLISH', 'channel:tasks', 'task_1');
	await goTo(terminal, 'Tasks');
	await terminal.waitFor(/^▸ task_1 +done/m);
	terminal.press('q');
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});

serialTestWithRedisCli('a task that is announced just when the connection of a worker for commands breaks is done all the same', async t => {
	const redis = await withRedis(t);
	const coordinator = await startForeignCoordinator(t, 'redis-cli', redis);
	startProgram(t, redis.url, 'worker', '--worker-id', 'ours_1', '--executor', 'dry-run');
	await untilListening(redis, 'ours_1');
	await send(redis, [
		['SET', 'task:task_1', '{"description": "Go on"}'],
		// All but those that listen.
		['CLIENT', 'KILL', 'TYPE', 'normal'],
		['PUBLISH', 'channel:tasks', 'task_1'],
	]);
	t.like(JSON.parse(await coordinator.hear('completed task_1')), {worker_id: 'ours_1', simulated: true});
});

test.serial('the dashboard can be quit while the link is lost', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url});
	redis.kill('SIGKILL');
	await terminal.waitFor(/^ link lost/);
	terminal.press('n');
	await terminal.waitFor(/^ New task/m);
	terminal.press(`never${keys.tab}`);
	await terminal.waitFor(/^▸files/m);
	terminal.press(keys.enter);
	// It says why, in the bottom line, and keeps what was written.
	await terminal.waitFor(() => /Redis|link|connection/.test(terminal.text().at(-1)!));
	await terminal.waitFor('never');
	terminal.press(keys.ctrlC);
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});

const shell = ['sh', '-c', 'echo before; "$@"; echo "exit code $?"', 'sh'];

async function assertRefused(t: ExecutionContext, url: string, secret: string, message: RegExp): Promise<void> {
	const terminal = await launchDashboard(t, {url, wrapper: shell});
	await terminal.exited;
	const text = terminal.text().join('\n').trimEnd();
	t.regex(text, /^before\n(?:.+\n)+exit code 3$/);
	t.regex(text.replaceAll('\n', ''), message);
	t.false(terminal.raw.includes(secret));
	t.false(terminal.alternateScreen);
	t.true(terminal.cursorVisible);
	t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
	const worker = ['worker', '--executor', 'dry-run'];
	for (const args of [['status'], ['status', '--json'], ['status', '--line'], ['publish', 'x'], ['findings'], worker, [...worker, '--mode', 'single', '--task', 'x']]) {
		const {exitCode, stdout, stderr} = await runProgram(url, ...args);
		t.is(exitCode, 3, args.join(' '));
		t.is(stdout, args.includes('--json') ? `{"error":{"code":"no_redis","message":${JSON.stringify(stderr.trimEnd())}}}\n` : '');
		t.regex(stderr, /^[^\n\u001B]+\n$/);
		t.regex(stderr, message);
		t.false(stderr.includes(secret));
	}
}

test.serial('a wrong password is one line on stderr and exit code 3, and the terminal is as before', async t => {
	const redis = await withRedis(t, {config: ['requirepass right-secret']});
	await assertRefused(t, redis.url.replace('redis://', 'redis://:wrong-secret@'), 'wrong-secret', /password/i);
});

test.serial('an address where nothing listens is one line on stderr and exit code 3, and the terminal is as before', async t => {
	const port = await freePort();
	await assertRefused(t, `redis://:the-secret@127.0.0.1:${port}`, 'the-secret', new RegExp(String.raw`redis://127\.0\.0\.1:${port}/0: nothing listens there`));
});
