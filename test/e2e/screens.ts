import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {
	countOf,
	goTo,
	isLive,
	launchDashboard,
	openDashboard,
	openView,
	overflow,
	programCommand,
	rowOf,
	viewNames,
	waitForFrame,
	type ViewName,
} from '../_helpers/dashboard.js';
import {otherClients} from '../_helpers/other-clients.js';
import {withRedis} from '../_helpers/redis-server.js';
import {serverKind} from '../_helpers/server-kind.js';
import {keys, testTerminal, type TestTerminal} from '../_helpers/terminal.js';
import {difficultHeader, difficultSwarm, send} from './_populate.js';

// One at a time: each is a whole program, and they would starve each other.

const sizes = [[200, 50], [100, 30], [80, 24], [60, 20], [40, 12]] as const;

const clear = '\u001B[2J';

/** The heading whose column has the highest priority, and what stands in the cells below it. */
const firstColumns: Readonly<Record<ViewName, RegExp>> = {
	Overview: /^ {2}(?:WHAT|DETAILS)\b/,
	Workers: /^ {2}WORKER\b/,
	Tasks: /^ {2}TASK\b/,
	Findings: /^ {2}(?:FINDING|RESULT)\b/,
	Cost: /^ {2}(?:BY|NAME)\b/,
	Log: /^ {2}(?:TIME|KIND|WHAT)\b/,
};

function assertFrame(t: ExecutionContext, terminal: TestTerminal, view: ViewName, rows: number): void {
	const text = terminal.text();
	const where = `${view}, ${rows} rows\n${text.join('\n')}`;
	t.is(text.length, rows, where);
	t.regex(text[0]!, /^ live\b/, where);
	t.true(text[1]!.includes(`${viewNames.indexOf(view) + 1} ${view}`), where);
	// Every view can be seen to be there, by its number at least.
	for (const [index] of viewNames.entries()) {
		t.true(text[1]!.includes(`${index + 1}`), where);
	}

	const hints = text.at(-1)!;
	t.regex(hints, /^ \? help\b/, where);
	t.regex(hints, / q quit\b/, where);
	// What belongs to one row stands in that row only.
	const body = text.slice(2, -1);
	t.is(body.filter(row => row.includes('? help') || row.includes(' live ')).length, 0, where);
	t.is(body.filter(row => firstColumns[view].test(row)).length, 1, where);
	t.true(body.filter(row => row.startsWith('▸')).length <= 1, where);
}

/** Each row of a table has its state below the heading. */
function assertStateColumn(t: ExecutionContext, terminal: TestTerminal, view: 'Tasks' | 'Workers'): void {
	const text = terminal.text();
	const head = text.findIndex(row => firstColumns[view].test(row));
	const x = text[head]!.indexOf('STATE');
	const states = text.slice(head + 1, -1).map((_, index) => {
		const y = head + 1 + index;
		return Array.from({length: 9}, (__, offset) => terminal.cell(x + offset, y).text || ' ').join('').trim();
	}).filter(state => state !== '' && !state.startsWith('─'));
	t.true(states.length > 2);
	for (const state of states) {
		t.regex(state, /^(?:announced|claimed|orphaned|slow|done|failed|cancelled|working|idle|quiet|lost|unknown|paused|draining)$/);
	}
}

test.serial('every view is complete at every size and after every resize, with one clear each', async t => {
	const redis = await withRedis(t);
	await send(redis, difficultSwarm());
	const [[columns, rows]] = sizes;
	const terminal = await openDashboard(t, {
		url: redis.url, columns, rows, header: difficultHeader,
	});
	// Entering the screen, and the first frame.
	t.is(countOf(terminal.raw, clear), 2);
	let clears = 2;
	for (const [columns, rows] of [...sizes, ...sizes.toReversed().slice(1)]) {
		if (terminal.text().length !== rows) {
			const wanted = ++clears;
			terminal.resize(columns, rows);
			await terminal.waitFor(() => countOf(terminal.raw, clear) === wanted && isLive(terminal) && / q quit\b/.test(terminal.text()[rows - 1] ?? ''));
		}

		for (const view of viewNames) {
			await goTo(terminal, view);
			await waitForFrame(terminal, () => rowOf(terminal, firstColumns[view]) !== undefined);
			assertFrame(t, terminal, view, rows);
			if (view === 'Tasks' || view === 'Workers') {
				assertStateColumn(t, terminal, view);
			}
		}
	}

	// What comes in and what time changes is painted over what is there.
	for (const waiting of [3, 4, 5]) {
		await redis.cli('SET', `task:later_${waiting}`, '{"description": "x"}');
		await terminal.waitFor(() => terminal.text()[0]!.includes(` ${waiting} waiting `));
	}

	t.is(countOf(terminal.raw, clear), clears);
	terminal.press(keys.ctrlL);
	await terminal.waitFor(() => countOf(terminal.raw, clear) > clears);
	await goTo(terminal, 'Tasks');
	t.is(countOf(terminal.raw, clear), clears + 1);
});

for (const [columns, rows] of sizes) {
	test.serial(`no line is wider than ${columns} columns, in any view, in details, help and forms`, async t => {
		const redis = await withRedis(t);
		await send(redis, difficultSwarm());
		const terminal = await openDashboard(t, {
			url: redis.url, columns, rows, header: difficultHeader,
		});
		for (const view of viewNames) {
			await goTo(terminal, view);
			if (view === 'Workers' || view === 'Tasks' || view === 'Findings') {
				terminal.press(keys.enter);
				await terminal.waitFor(new RegExp(`^ ${view.toLowerCase().slice(0, -1)} `, 'm'));
				await terminal.waitFor(() => /^ \? help {2}q back\b/.test(terminal.text().at(-1)!));
				terminal.press(keys.escape);
				await terminal.waitFor(() => openView(terminal) === view && rowOf(terminal, firstColumns[view]) !== undefined);
			}
		}

		for (const [key, title] of [['?', / Keys/], ['n', / New task/], ['w', / Start a worker/], ['B', / Budget of the swarm/]] as const) {
			terminal.press(key);
			await terminal.waitFor(() => title.test(terminal.text()[2]!));
			if (key === 'n') {
				terminal.press(keys.paste('世界の検索 '.repeat(60)));
				await terminal.waitFor(() => terminal.text()[3]!.includes('検索'));
			}

			terminal.press(keys.escape);
			await terminal.waitFor(() => !title.test(terminal.text()[2]!));
		}

		terminal.press(`/${'long'.repeat(60)}`);
		await terminal.waitFor('Nothing matches the filter');
		t.deepEqual(await overflow(terminal.raw, columns, rows), []);
		t.false(terminal.raw.includes('\u001B[31m\u001B]0;title'));
		t.false(terminal.raw.includes(']0;title\u0007'));
	});
}

test.serial('the progress of a worker is shown until its heartbeats stop', async t => {
	const redis = await withRedis(t);
	const note = (turn: number) => JSON.stringify({
		state: 'working', progress: [{
			task: 'task_1', turn, tool: 'Edit', tokens: 12_345,
		}],
	});
	await send(redis, [['SET', 'worker:status:haiku_1', 'now', 'EX', 60], ['SET', 'swarm:worker:haiku_1', note(3), 'EX', 60]]);
	const terminal = await openDashboard(t, {url: redis.url, view: 'Workers', header: / 1 worker, /});
	await terminal.waitFor(/^▸ haiku_1 +idle .* turn 3 Edit 12\.3k tokens/m);
	await redis.cli('SET', 'swarm:worker:haiku_1', note(4), 'EX', '60');
	await terminal.waitFor(/^▸ haiku_1 +idle .* turn 4 Edit 12\.3k tokens/m);
	terminal.press(keys.enter);
	await terminal.waitFor(/^ doing {7}turn 4 Edit 12\.3k tokens/m);
	terminal.press(keys.escape);
	await redis.cli('DEL', 'worker:status:haiku_1');
	await terminal.waitFor(/^▸ haiku_1 +quiet/m);
	t.is(rowOf(terminal, /turn \d/), undefined);
});

// Sets a colour of the 16, as foreground.
const colour = /\u001B\[(?:\d+;)*(?:3[0-7]|9[0-7])(?:;\d+)*m/;
const anyColour = /\u001B\[(?:\d+;)*(?:[34][0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;

async function walk(t: ExecutionContext, env: Readonly<Record<string, string>>): Promise<TestTerminal> {
	const redis = await withRedis(t);
	await send(redis, difficultSwarm());
	const terminal = await openDashboard(t, {url: redis.url, env, header: difficultHeader});
	for (const view of viewNames) {
		await goTo(terminal, view);
		await waitForFrame(terminal, () => rowOf(terminal, firstColumns[view]) !== undefined);
		assertFrame(t, terminal, view, 30);
	}

	return terminal;
}

test.serial('on a dark background the 16 colours are used, with NO_COLOR none, and the open view is in reverse video', async t => {
	const dark = await walk(t, {});
	t.regex(dark.raw, colour);
	t.regex(dark.raw, /\u001B\[90m/);
	t.regex(dark.raw, /\u001B\[36m/);
	const without = await walk(t, {NO_COLOR: '1'});
	t.notRegex(without.raw, anyColour);
	t.is(openView(without), 'Log');
	t.regex(without.raw, /\u001B\[7m/);
	t.regex(without.raw, /\u001B\[1m/);
});

test.serial('on a light background only readable colours are used', async t => {
	const light = await walk(t, {COLORFGBG: '0;15'});
	t.regex(light.raw, colour);
	// Yellow, cyan, white and grey.
	t.notRegex(light.raw, /\u001B\[(?:\d+;)*(?:33|36|37|90|93|96|97)(?:;\d+)*m/);
});

// Tells the process id of the program before it, and its exit code and the state of the terminal after it.
const shell = ['sh', '-c', String.raw`sh -c 'echo "pid $$"; exec "$@"' sh "$@"; echo "exit code $?"; stty -a`, 'sh'];

const exits: ReadonlyArray<readonly [string, number, (terminal: TestTerminal, pid: number) => void]> = [
	['q', 0, terminal => {
		terminal.press('q');
	}],
	['Ctrl-C', 0, terminal => {
		terminal.press(keys.ctrlC);
	}],
	['SIGTERM', 143, (_terminal, pid) => {
		process.kill(pid, 'SIGTERM');
	}],
];

for (const [name, exitCode, leave] of exits) {
	test.serial(`${name} ends it with exit code ${exitCode} and leaves nothing behind`, async t => {
		const redis = await withRedis(t);
		await send(redis, difficultSwarm());
		const terminal = await openDashboard(t, {
			url: redis.url, rows: 40, wrapper: shell, header: difficultHeader,
		});
		t.true(terminal.alternateScreen);
		t.false(terminal.cursorVisible);
		t.deepEqual(terminal.modes, {wraparound: false, bracketedPaste: true, focusReports: true});
		await goTo(terminal, 'Tasks');
		leave(terminal, Number(/pid (\d+)/.exec(terminal.raw)?.[1]));
		await terminal.exited;
		const text = terminal.text().join('\n');
		t.regex(text, new RegExp(String.raw`^pid \d+\nexit code ${exitCode}\nspeed `));
		t.regex(text, /(?<!-)\bicanon\b/);
		t.regex(text, /(?<!-)\becho\b/);
		t.false(terminal.alternateScreen);
		t.true(terminal.cursorVisible);
		t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
		// The program ends after the server has heard of it.
		t.is(await otherClients(redis), 0);
	});
}

test.serial('the header names the server in as many words as there is room for', async t => {
	const redis = await withRedis(t);
	const name = serverKind === 'embedded' ? 'embedded Valkey ' : `${serverKind} `;
	for (const columns of [160, 80]) {
		const terminal = await openDashboard(t, {url: redis.url, columns});
		const [header = ''] = terminal.text();
		t.true(header.includes(name));
		t.is(header.includes(`127.0.0.1:${redis.port}`), columns === 160);
	}
});

test.serial('Ctrl-C quits from a form, too', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url});
	terminal.press('n');
	await terminal.waitFor('New task');
	terminal.press(`text${keys.ctrlC}`);
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
	t.false(terminal.alternateScreen);
});

test.serial('a lost terminal ends the dashboard', async t => {
	const redis = await withRedis(t);
	const terminal = await openDashboard(t, {url: redis.url});
	terminal.hangUp();
	t.deepEqual(await terminal.exited, {exitCode: 129, signal: 0});
});

test.serial('a broken pipe is not reported as a bug', async t => {
	const redis = await withRedis(t);
	const terminal = await testTerminal(t, {
		columns: 100,
		rows: 30,
		command: 'sh',
		// It goes away before the program has written anything.
		args: ['-c', '{ "$@"; echo "exit code $?" >&2; } | true', 'sh', ...programCommand('status', '--json', '--redis', redis.url)],
	});
	await terminal.exited;
	t.regex(terminal.text().join('\n').trimEnd(), /^exit code \d+$/);
});

test.serial('the first frame and q work before the connection is up', async t => {
	const redis = await withRedis(t);
	redis.kill('SIGSTOP');
	const [waits, leaves] = [await launchDashboard(t, {url: redis.url}), await launchDashboard(t, {url: redis.url})];
	for (const terminal of [waits, leaves]) {
		await terminal.waitFor(/haiku-swarm|connecting/);
		t.true(terminal.alternateScreen);
	}

	leaves.press('q');
	t.deepEqual(await leaves.exited, {exitCode: 0, signal: 0});
	t.false(leaves.alternateScreen);
	redis.kill('SIGCONT');
	await waits.waitFor(isLive);
	t.regex(waits.text().at(-1)!, /^ \? help {2}q quit\b/);
});
