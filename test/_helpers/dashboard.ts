import {execFile} from 'node:child_process';
import process from 'node:process';
import {setTimeout as nextTimer} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import type {ExecutionContext} from 'ava';
import {startLineProcess, type LineProcess} from './foreign-process.js';
import {testTerminal, type TestTerminal} from './terminal.js';

const cli = fileURLToPath(new URL('../../distribution/cli.js', import.meta.url));

const frameEnd = '\u001B[?2026l';

/** Names of the views, in the order of their number keys. */
export const viewNames = ['Overview', 'Workers', 'Tasks', 'Findings', 'Cost', 'Log'] as const;

/** One of `viewNames`. */
export type ViewName = (typeof viewNames)[number];

/** How the dashboard is started. */
export type DashboardOptions = {
	/** Address of the Redis. */
	readonly url: string;
	/** Default: 100. */
	readonly columns?: number;
	/** Default: 30. */
	readonly rows?: number;
	/** Added to a clean environment. */
	readonly env?: Readonly<Record<string, string>>;
	/** The view to go to. Default: `Overview`. */
	readonly view?: ViewName;
	/** What its header holds once it has read everything, in case it looks as if nothing were there before. Default: nothing more. */
	readonly header?: RegExp;
	/** A command that runs the program, which is given as its last arguments. Default: none, the program is run by itself. */
	readonly wrapper?: readonly string[];
};

/** The command that runs the built program. */
export function programCommand(...args: readonly string[]): readonly [string, ...string[]] {
	return [process.execPath, cli, ...args];
}

/** Start the built dashboard in a terminal, without waiting for anything. */
export async function launchDashboard(t: ExecutionContext, options: DashboardOptions): Promise<TestTerminal> {
	const {url, columns = 100, rows = 30, env, wrapper = []} = options;
	const [command = '', ...args] = [...wrapper, ...programCommand('--redis', url)];
	return testTerminal(t, {
		columns, rows, command, args, env,
	});
}

/** Start the built dashboard in a terminal, and wait until it has read everything and shows the view. */
export async function openDashboard(t: ExecutionContext, options: DashboardOptions): Promise<TestTerminal> {
	const terminal = await launchDashboard(t, options);
	await terminal.waitFor(() => isLive(terminal) && (options.header?.test(terminal.text()[0]!) ?? true));
	if (options.view !== undefined) {
		await goTo(terminal, options.view);
	}

	return terminal;
}

/**
Wait until something can be seen and no frame is half painted, so that every row can be looked at.
*/
export async function waitForFrame(terminal: TestTerminal, isWanted: () => boolean): Promise<void> {
	let length = 0;
	while (length !== terminal.raw.length) {
		await terminal.waitFor(() => terminal.raw.endsWith(frameEnd) && isWanted());
		length = terminal.raw.length;
		// The emulator takes in what has been read in timers of its own, which were set before these.
		await nextTimer();
		await nextTimer();
	}
}

/** Whether the header says that the link is live and that everything has been read. */
export function isLive(terminal: TestTerminal): boolean {
	return /^ live\b/.test(terminal.text()[0] ?? '');
}

/** Press the number of a view, and wait until it is open. */
export async function goTo(terminal: TestTerminal, view: ViewName): Promise<void> {
	terminal.press(String(viewNames.indexOf(view) + 1));
	await terminal.waitFor(() => openView(terminal) === view);
}

/** The view whose tab is reversed, or `undefined`. */
export function openView(terminal: TestTerminal): ViewName | undefined {
	const tabs = terminal.text()[1] ?? '';
	return viewNames.find((name, index) => {
		const x = tabs.indexOf(`${index + 1} ${name}`);
		return x !== -1 && terminal.cell(x, 1).inverse && terminal.cell(x + name.length + 1, 1).inverse;
	});
}

/** The first word of the selected row, or `undefined`. */
export function selectedId(terminal: TestTerminal): string | undefined {
	return rowOf(terminal, /^▸ \S/)?.split(/\s+/)[1];
}

/** The first row that holds a text or matches, or `undefined`. */
export function rowOf(terminal: TestTerminal, wanted: string | RegExp): string | undefined {
	return terminal.text().find(row => typeof wanted === 'string' ? row.includes(wanted) : wanted.test(row));
}

/** How often a text is part of another. */
export function countOf(text: string, part: string): number {
	return text.split(part).length - 1;
}

/**
Paint what a dashboard wrote on a terminal that is twice as wide, where nothing is cut off, and look after every frame.

@returns What stood right of the first `columns` columns: nothing, where every line was short enough.
*/
export async function overflow(raw: string, columns: number, rows: number): Promise<readonly string[]> {
	const wide = new xterm.Terminal({cols: columns * 2, rows, allowProposedApi: true});
	wide.loadAddon(new Unicode11Addon());
	wide.unicode.activeVersion = '11';
	const found: string[] = [];
	for (const frame of raw.split(/(?<=\u001B\[\?2026l)/)) {
		await new Promise<void>(resolve => {
			wide.write(frame, resolve);
		});
		const {active} = wide.buffer;
		for (let y = 0; y < rows; y++) {
			found.push(active.getLine(active.viewportY + y)?.translateToString(true, columns) ?? '');
		}
	}

	wide.dispose();
	return found.filter(text => text !== '');
}

/** How a command ended and what it printed. */
export type CommandResult = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

/** Run a command of the built program to its end, with no terminal. */
export async function runProgram(url: string, ...args: readonly string[]): Promise<CommandResult> {
	const [command, ...rest] = programCommand(...args, '--redis', url);
	return new Promise(resolve => {
		execFile(command, rest, {env: {PATH: process.env.PATH, HOME: process.env.HOME}}, (error, stdout, stderr) => {
			resolve({exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr});
		});
	});
}

/** Start a command of the built program that goes on until it is ended. */
export function startProgram(t: ExecutionContext, url: string, ...args: readonly string[]): LineProcess {
	const [command, ...rest] = programCommand(...args, '--redis', url);
	return startLineProcess(t, command, rest);
}
