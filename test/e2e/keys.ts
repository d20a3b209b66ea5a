import test, {type ExecutionContext} from 'ava';
import {keyBindings} from '../../source/dashboard/keymap/key-table.js';
import {
	goTo, openDashboard, openView, rowOf, selectedId, startProgram, waitForFrame,
} from '../_helpers/dashboard.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {keys, type TestTerminal} from '../_helpers/terminal.js';
import {startDryRunWorker, untilListening} from './_start-worker.js';
import {manyTaskIds, manyTasks, send} from './_populate.js';

// One at a time: each is a whole program, and they would starve each other.

const taskCount = 100;

/** The tasks view with 100 tasks, and their ids as they are listed. */
async function openTasks(t: ExecutionContext, rows = 30): Promise<{readonly redis: RedisServer; readonly terminal: TestTerminal; readonly ids: readonly string[]}> {
	const redis = await withRedis(t);
	await send(redis, manyTasks(taskCount));
	const terminal = await openDashboard(t, {
		url: redis.url, rows, view: 'Tasks', header: / 100 waiting/,
	});
	// The usual order is that of their discovery, which a scan makes at random.
	terminal.press('s');
	await terminal.waitFor('Sorted by task');
	const ids = manyTaskIds(taskCount);
	await terminal.waitFor(() => selectedId(terminal) === ids[0]);
	return {redis, terminal, ids};
}

test.serial('keys move the selection by rows, by pages and to the ends', async t => {
	const {terminal, ids} = await openTasks(t);
	// What the header, the headings and the bottom line leave of 30 rows.
	const page = 25;
	const strokes: ReadonlyArray<readonly [string, number]> = [
		['j', 1],
		[keys.down, 2],
		['jj', 4],
		['k', 3],
		[keys.up, 2],
		['kkkk', 0],
		['G', 99],
		['j', 99],
		['k', 98],
		['g', 0],
		['k', 0],
		[keys.pageDown, page],
		[keys.pageDown, page * 2],
		[' ', page * 3],
		[keys.pageDown, 99],
		[keys.pageUp, 99 - page],
		[keys.home, 0],
		[keys.end, 99],
	];
	for (const [key, index] of strokes) {
		terminal.press(key);
		await waitForFrame(terminal, () => selectedId(terminal) === ids[index]);
		const y = terminal.text().findIndex(row => row.startsWith('▸'));
		t.true(terminal.cell(1, y).inverse);
		t.true(terminal.cell(90, y).inverse);
		t.is(terminal.text().filter(row => row.startsWith('▸')).length, 1);
	}
});

test.serial('several arrows in one read move by as many rows', async t => {
	const {terminal, ids} = await openTasks(t);
	terminal.press(keys.down + keys.down + keys.down);
	await terminal.waitFor(() => selectedId(terminal) === ids[3], {timeoutMs: 5000});
	terminal.press(`j${keys.down}`);
	await terminal.waitFor(() => selectedId(terminal) === ids[5], {timeoutMs: 5000});
	t.is(selectedId(terminal), ids[5]);
});

test.serial('the selection stays on its row when rows arrive', async t => {
	const {redis, terminal, ids} = await openTasks(t);
	terminal.press('jjj');
	await terminal.waitFor(() => selectedId(terminal) === ids[3]);
	await send(redis, ['a', 'b', 'c', 'd'].map(name => ['SET', `task:earlier_${name}`, '{"description": "x"}']));
	await terminal.waitFor(() => terminal.text()[0]!.includes(' 104 waiting') && rowOf(terminal, 'earlier_d') !== undefined);
	t.is(selectedId(terminal), ids[3]);
	t.is(terminal.text().findIndex(row => row.startsWith('▸')), 4 + 7);
	// A row that goes leaves the selection at its place.
	await redis.cli('DEL', `task:${ids[3]!}`);
	terminal.press('g');
	await terminal.waitFor(() => selectedId(terminal) === 'earlier_a');
	await send(redis, [['SET', 'task:before_all', '{"description": "x"}']]);
	await terminal.waitFor(() => rowOf(terminal, 'before_all') !== undefined);
	t.is(selectedId(terminal), 'earlier_a');
});

test.serial('Enter opens details, Esc goes back and never quits, q goes back and then quits', async t => {
	const {terminal, ids} = await openTasks(t);
	terminal.press('jj');
	await terminal.waitFor(() => selectedId(terminal) === ids[2]);
	terminal.press(keys.enter);
	await terminal.waitFor(` task ${ids[2]!}`);
	await terminal.waitFor(`Do what ${ids[2]!} says`);
	terminal.press(keys.escape);
	await terminal.waitFor(() => selectedId(terminal) === ids[2]);
	terminal.press('?');
	await terminal.waitFor(/^ Keys/m);
	terminal.press(keys.escape);
	await terminal.waitFor(() => selectedId(terminal) === ids[2]);
	for (const _ of [1, 2, 3]) {
		terminal.press('T');
		await terminal.waitFor(/^ Cannot retry/m);
		// All it does here is to clear the message.
		terminal.press(keys.escape);
		await terminal.waitFor(/^ \? help/m);
	}

	terminal.press(keys.enter);
	await terminal.waitFor(` task ${ids[2]!}`);
	terminal.press('q');
	await terminal.waitFor(() => selectedId(terminal) === ids[2]);
	terminal.press('q');
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});

test.serial('Tab cycles through the views, and numbers go to one', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url});
	for (const view of ['Workers', 'Tasks', 'Findings', 'Cost', 'Log', 'Overview'] as const) {
		terminal.press(keys.tab);
		await terminal.waitFor(() => openView(terminal) === view);
	}

	terminal.press(keys.shiftTab);
	await terminal.waitFor(() => openView(terminal) === 'Log');
	await goTo(terminal, 'Cost');
	t.is(openView(terminal), 'Cost');
});

test.serial('/ filters while typing, Enter keeps the filter, Esc drops it', async t => {
	const {terminal, ids} = await openTasks(t);
	const listed = () => terminal.text().filter(row => /^[▸ ] task_/.test(row)).map(row => row.split(/\s+/)[1]);
	terminal.press('/');
	await terminal.waitFor(/ \/_ *$/m);
	terminal.press('task_0');
	await terminal.waitFor(/ \/task_0_ *$/m);
	terminal.press('4');
	await waitForFrame(terminal, () => listed().length === 10);
	t.deepEqual(listed(), ids.slice(40, 50));
	// Keys with a meaning elsewhere are text here.
	terminal.press('q');
	await terminal.waitFor('Nothing matches the filter');
	terminal.press(keys.backspace);
	await terminal.waitFor(() => listed().length === 10);
	terminal.press(keys.enter);
	await terminal.waitFor(/ \/task_04 *$/m);
	terminal.press('j');
	await terminal.waitFor(() => selectedId(terminal) === ids[41]);
	terminal.press(keys.escape);
	await terminal.waitFor(() => listed().length > 10);
	t.notRegex(terminal.text()[1]!, /\//);
});

test.serial('n writes a task with typed and pasted text, and it arrives in Redis', async t => {
	const redis = await withRedis(t);
	startProgram(t, redis.url, 'worker', '--worker-id', 'ours_1', '--executor', 'dry-run');
	await untilListening(redis, 'ours_1');
	const terminal = await openDashboard(t, {url: redis.url, header: / 1 worker, /});
	terminal.press('n');
	await terminal.waitFor(/^ New task/m);
	terminal.press('Find q 世界');
	await terminal.waitFor('Find q 世界');
	terminal.press(keys.paste(' — “pasted”\r\n日本語 e\u0301 j\u001B[31mk\u0003'));
	await terminal.waitFor('日本語');
	terminal.press(`x${keys.backspace}!`);
	await terminal.waitFor(/k!/);
	terminal.press(keys.enter);
	await terminal.waitFor(/^▸files/m);
	terminal.press('docs/a.md, docs/世.md');
	await terminal.waitFor('docs/世.md');
	terminal.press(keys.enter);
	await terminal.waitFor(/^ Published task_[\da-f]{8} to 1 worker\./m);
	const id = /^ Published (task_[\da-f]{8}) /m.exec(terminal.text().join('\n'))![1]!;
	const task = JSON.parse(await redis.cli('GET', `task:${id}`)) as Readonly<Record<string, unknown>>;
	t.is(task.description, 'Find q 世界 — “pasted” 日本語 e\u0301 jk!');
	t.deepEqual(task.files, ['docs/a.md', 'docs/世.md']);
	// Its details are open, and follow it until it is done.
	t.is(openView(terminal), 'Tasks');
	await terminal.waitFor(/^ state +done/m);
	t.truthy(rowOf(terminal, /^ finding +finding_[\da-f]{12}/));
});

test.serial('n warns if no worker listens, and Esc closes the form without writing', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url});
	terminal.press('n');
	await terminal.waitFor(/^ New task/m);
	terminal.press('never');
	await terminal.waitFor('never');
	terminal.press(keys.escape);
	await terminal.waitFor(() => rowOf(terminal, 'New task') === undefined);
	t.is(await redis.cli('DBSIZE'), '0');
	terminal.press('n');
	await terminal.waitFor(/^ New task/m);
	terminal.press(keys.enter);
	await terminal.waitFor(/^▸files/m);
	terminal.press(keys.enter);
	await terminal.waitFor('Expected a description of the task, got none');
	terminal.press(`${keys.shiftTab}`);
	await terminal.waitFor(/^▸description/m);
	terminal.press('lonely');
	await terminal.waitFor('lonely');
	terminal.press(keys.enter);
	await terminal.waitFor(/^▸files/m);
	terminal.press(keys.enter);
	await terminal.waitFor(/^ Published task_[\da-f]{8}, but no worker is listening/m);
	t.is(await redis.cli('DBSIZE'), '1');
});

test.serial('w starts a worker that runs a task, and D drains it', async t => {
	const redis = await withRedis(t);
	await redis.cli('SET', 'task:task_001', '{"description": "Wait for somebody"}');
	const terminal = await openDashboard(t, {url: redis.url, view: 'Workers', header: / 1 waiting/});
	await startDryRunWorker(terminal);
	await terminal.waitFor(/^▸ haiku_\S+ +working .* task_001\b/m);
	const id = selectedId(terminal)!;
	// The column may cut it.
	const holder = await redis.cli('GET', 'task:task_001:claimed');
	t.true(holder.startsWith(id.replace('…', '')));
	await goTo(terminal, 'Tasks');
	await terminal.waitFor(/^▸ task_001 +done/m);
	t.like(JSON.parse(await redis.cli('GET', `finding:${await redis.cli('GET', 'task:task_001:result')}`)), {task_id: 'task_001', simulated: true});
	t.is(await redis.cli('EXISTS', 'cost:haiku'), '0');
	t.not(await redis.cli('KEYS', 'worker:status:*'), '');

	terminal.press('D');
	await terminal.waitFor(/^ Told .+ to drain/m);
	await goTo(terminal, 'Log');
	await terminal.waitFor(/write +haiku_\S+ stopped/);
	t.is(await redis.cli('KEYS', 'worker:status:*'), '');
	await terminal.waitFor(() => terminal.text()[0]!.includes(' 0 workers, '));
	terminal.press('D');
	await terminal.waitFor(/^ Cannot drain/m);
});

for (const [columns, rows] of [[200, 50], [40, 12]] as const) {
	test.serial(`? shows every key with what it does at ${columns}x${rows}`, async t => {
		const redis = await withRedis(t);
		const terminal = await openDashboard(t, {url: redis.url, columns, rows});
		terminal.press('?');
		await waitForFrame(terminal, () => rowOf(terminal, /^ Keys {2}1-/) !== undefined);
		const seen: string[] = [];
		for (;;) {
			const [, from, to, of] = /Keys {2}(\d+)-(\d+) of (\d+)/.exec(terminal.text()[2]!)!;
			for (const [index, row] of terminal.text().slice(3, -1).entries()) {
				seen[Number(from) + index] = row.trim();
			}

			if (to === of) {
				break;
			}

			terminal.press(keys.pageDown);
			await waitForFrame(terminal, () => !terminal.text()[2]!.includes(` ${from!}-`));
		}

		const help = seen.join(' ').replaceAll(/\s+/g, ' ');
		for (const {shown, help: meaning} of keyBindings) {
			t.true(help.includes(`${shown} ${meaning}`), `${shown}: ${meaning}\n${help}`);
		}

		terminal.press('?');
		await terminal.waitFor(() => rowOf(terminal, /^ Keys/) === undefined);
	});
}
