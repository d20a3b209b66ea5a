import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {keys, testTerminal, type TestTerminal} from '../_helpers/terminal.js';

// One at a time: each is a whole program, and they would starve each other.
const fixture = fileURLToPath(new URL('../_helpers/fixtures/terminal-session.tsx', import.meta.url));
const program = [process.execPath, '--import=tsx', fixture];
// Under a shell, which tells how the program ended and what it left behind.
const shell = ['sh', '-c', 'echo before; "$@"; echo "exit code $?"; stty -a', 'sh', ...program];

type Start = {readonly command?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly rows?: number};

async function start(t: ExecutionContext, {command = program, env, rows = 30}: Start = {}): Promise<TestTerminal> {
	const [file = '', ...args] = command;
	return testTerminal(t, {
		columns: 100,
		rows,
		command: file,
		args,
		env,
	});
}

// High enough for a stack trace below what was there before.
async function startInShell(t: ExecutionContext, env?: Start['env']): Promise<TestTerminal> {
	const terminal = await start(t, {command: shell, env, rows: 60});
	await terminal.waitFor('bottom');
	return terminal;
}

const count = (text: string, part: string) => text.split(part).length - 1;

function pidOf(terminal: TestTerminal): number {
	return Number(/pid (\d+)/.exec(terminal.text().join('\n'))?.[1]);
}

async function assertRestored(t: ExecutionContext, terminal: TestTerminal, exitCode: number): Promise<void> {
	await terminal.exited;
	const screen = terminal.text().join('\n');
	t.regex(screen, /^before$/m);
	t.regex(screen, new RegExp(`^exit code ${exitCode}$`, 'm'));
	t.regex(screen, /(?<!-)\bicanon\b/);
	t.regex(screen, /(?<!-)\becho\b/);
	t.false(terminal.alternateScreen);
	t.true(terminal.cursorVisible);
	t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
}

test.serial('the screen is right after every resize, with one clear each', async t => {
	const terminal = await start(t);
	await terminal.waitFor('size 100x30');
	const sizes = [[200, 50], [100, 30], [80, 24], [60, 20], [40, 12], [60, 20], [200, 50]] as const;
	for (const [columns, rows] of sizes) {
		terminal.resize(columns, rows);
		await terminal.waitFor(() => {
			const text = terminal.text();
			return text[0] === `size ${columns}x${rows} pid ${terminal.pid}` && text[rows - 1] === 'bottom' && /^tick \d$/.test(text[rows - 2] ?? '');
		});
		const middle = terminal.text().slice(4, -2);
		t.deepEqual(middle, Array.from({length: rows - 6}, (_, index) => `${`${index}.`.repeat(columns).slice(0, columns - 1)}…`));
	}

	const tick = terminal.text().at(-2) ?? '';
	await terminal.waitFor(() => terminal.text().at(-2) !== tick);
	// Entering, the first frame, and one for each resize.
	t.is(count(terminal.raw, '\u001B[2J'), 2 + sizes.length);
	t.true(count(terminal.raw, '\u001B[?2026h') > 1 + sizes.length);
});

test.serial('while open, the terminal has the modes of a full-screen program', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	t.true(terminal.alternateScreen);
	t.false(terminal.cursorVisible);
	t.deepEqual(terminal.modes, {wraparound: false, bracketedPaste: true, focusReports: true});
});

test.serial('keys, focus reports and pastes arrive separately', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	terminal.press('j');
	await terminal.waitFor('keys "j"');
	terminal.press(keys.escape);
	await terminal.waitFor('keys "j""escape"');
	terminal.press(keys.focusOut + keys.up + keys.focusIn);
	await terminal.waitFor('keys "j""escape""up"');
	await terminal.waitFor('focus -+');
	terminal.press(keys.paste('q t\ré\u0003日'));
	await terminal.waitFor(String.raw`paste "q t\né\u0003日"`);
	terminal.press('k');
	await terminal.waitFor('"k"');
	t.is(terminal.text()[1], 'keys "j""escape""up""k"');
});

test.serial('Ctrl-L repaints everything', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	const before = count(terminal.raw, '\u001B[2J');
	terminal.press(keys.ctrlL);
	await terminal.waitFor(() => count(terminal.raw, '\u001B[2J') > before && terminal.text()[29] === 'bottom');
	t.is(count(terminal.raw, '\u001B[2J'), before + 1);
});

test.serial('stray output never reaches the terminal', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	terminal.press('lq');
	await terminal.exited;
	t.notRegex(terminal.raw, /stray/);
});

test.serial('a normal end restores the terminal before the process ends', async t => {
	const terminal = await startInShell(t);
	terminal.press('q');
	await assertRestored(t, terminal, 0);
	const screen = terminal.text().join('\n');
	t.regex(screen, /^after leave$[^]*(?<!-)\bicanon\b[^]*^exit code 0$/m);
	t.is(count(terminal.raw, '\u001B[?1049l'), 1);
});

for (const [signal, exitCode] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129], ['SIGQUIT', 131]] as const) {
	test.serial(`${signal} asks the program to end, and the terminal is restored`, async t => {
		const terminal = await startInShell(t);
		process.kill(pidOf(terminal), signal);
		await assertRestored(t, terminal, exitCode);
		t.regex(terminal.text().join('\n'), /^after leave$/m);
	});
}

test.serial('a second signal ends the program at once, but a second SIGHUP does not', async t => {
	const terminal = await startInShell(t, {STUBBORN: '1'});
	const pid = pidOf(terminal);
	process.kill(pid, 'SIGHUP');
	await terminal.waitFor('stopping after SIGHUP');
	process.kill(pid, 'SIGHUP');
	terminal.press('x');
	await terminal.waitFor('keys stopping after SIGHUP"x"');
	terminal.press(keys.ctrlC);
	await assertRestored(t, terminal, 129);
	t.notRegex(terminal.text().join('\n'), /^after leave$/m);
});

test.serial('a stuck program is ended after the grace time', async t => {
	const terminal = await startInShell(t, {STUBBORN: '1', GRACE_MS: '50'});
	process.kill(pidOf(terminal), 'SIGTERM');
	await assertRestored(t, terminal, 143);
});

test.serial('an uncaught error is printed with its stack after the terminal is restored', async t => {
	const terminal = await startInShell(t);
	terminal.press('t');
	await assertRestored(t, terminal, 1);
	t.regex(terminal.text().join('\n'), /^haiku-swarm stopped because of a bug: thrown in a timer\nTypeError: thrown in a timer\n {4}at /m);
});

test.serial('an error while drawing is an uncaught error', async t => {
	const terminal = await startInShell(t);
	terminal.press('b');
	await assertRestored(t, terminal, 1);
	t.regex(terminal.text().join('\n'), /^haiku-swarm stopped because of a bug: thrown while drawing$/m);
});

test.serial('a rejection with a UserError is one line', async t => {
	const terminal = await startInShell(t);
	terminal.press('r');
	await assertRestored(t, terminal, 3);
	t.regex(terminal.text().join('\n'), /^before\nExpected a thing, got none\. Bring one\.\nexit code 3$/m);
});

// A shell with job control, as between Ctrl-Z and `fg`.
const jobShell = ['sh', '-c', 'set -m; "$@"; stty sane; echo stopped; read line; fg; echo "exit code $?"', 'sh', ...program];

async function continueAndQuit(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	terminal.press(keys.enter);
	await terminal.waitFor(() => terminal.alternateScreen && terminal.text()[29] === 'bottom');
	t.false(terminal.cursorVisible);
	// Without raw mode it would arrive after Enter only.
	terminal.press('k');
	await terminal.waitFor('keys "k"');
	t.false(terminal.text().join('\n').includes('stopped'));
	terminal.press('q');
	await terminal.waitFor('exit code 0');
	t.false(terminal.alternateScreen);
}

test.serial('a suspended program restores the terminal, and takes it over again when continued', async t => {
	const terminal = await start(t, {command: jobShell});
	await terminal.waitFor('bottom');
	process.kill(pidOf(terminal), 'SIGTSTP');
	await terminal.waitFor('stopped');
	t.false(terminal.alternateScreen);
	t.true(terminal.cursorVisible);
	t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
	await continueAndQuit(t, terminal);
});

test.serial('Ctrl-Z suspends and discards partial input', async t => {
	const terminal = await start(t, {command: jobShell});
	await terminal.waitFor('bottom');
	terminal.press('\u001A\u001B[20');
	await terminal.waitFor('stopped');
	t.false(terminal.alternateScreen);
	t.deepEqual(terminal.modes, {wraparound: true, bracketedPaste: false, focusReports: false});
	await continueAndQuit(t, terminal);
});

test.serial('Ctrl-Z does not stop a program that no shell could continue', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	terminal.press('\u001Ak');
	await terminal.waitFor(() => terminal.raw.includes('\u001B[?1049l'));
	await terminal.waitFor(() => terminal.alternateScreen && terminal.text()[29] === 'bottom');
	terminal.press('q');
	t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
});

test.serial('a suspended program that is killed does not touch the terminal', async t => {
	const terminal = await start(t, {command: ['sh', '-c', 'set -m; "$@"; stty sane; echo stopped; read line; kill -TERM %1; kill -CONT %1; wait %1; read line', 'sh', ...program]});
	await terminal.waitFor('bottom');
	terminal.press('\u001A');
	await terminal.waitFor('stopped');
	const before = count(terminal.raw, '\u001B[?1049h');
	terminal.press(keys.enter);
	await terminal.waitFor('after leave');
	t.is(count(terminal.raw, '\u001B[?1049h'), before);
});

test.serial('after SIGSTOP a program takes over the terminal again', async t => {
	const terminal = await start(t, {command: jobShell});
	await terminal.waitFor('bottom');
	process.kill(pidOf(terminal), 'SIGSTOP');
	await terminal.waitFor('stopped');
	await continueAndQuit(t, terminal);
});

test.serial('a stuck terminal does not keep the program from ending', async t => {
	const terminal = await start(t, {env: {FLOOD: '1', STUBBORN: '1', GRACE_MS: '50'}});
	terminal.pause();
	t.deepEqual(await terminal.exited, {exitCode: 143, signal: 0});
});

test.serial('a lost terminal ends the program as SIGHUP does', async t => {
	const terminal = await start(t);
	await terminal.waitFor('bottom');
	terminal.hangUp();
	t.deepEqual(await terminal.exited, {exitCode: 129, signal: 0});
});

test.serial('a terminal lost without a signal does the same', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	const result = path.join(directory, 'exit-code');
	// In a session of its own, so that the hang-up is not for it.
	const terminal = await start(t, {command: ['sh', '-c', 'trap "" HUP; setsid --wait "$@"; echo $? >"$RESULT"', 'sh', ...program], env: {RESULT: result, QUIET: '1'}});
	await terminal.waitFor('bottom');
	terminal.hangUp();
	await terminal.exited;
	t.is(await readFile(result, 'utf8'), '129\n');
});

test.serial('without a terminal the program says so', async t => {
	const terminal = await start(t, {command: ['sh', '-c', '"$@" </dev/null; echo "exit code $?"', 'sh', ...program]});
	await terminal.waitFor('exit code');
	t.regex(terminal.text().join('\n'), /Expected a terminal, but stdin is not one\./);
	t.false(terminal.raw.includes('\u001B[?1049h'));
});
