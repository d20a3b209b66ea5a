import process from 'node:process';
import {spawn, type IPty} from '@lydell/node-pty';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import type {ExecutionContext} from 'ava';

/** What to run and how large the terminal is that it runs in. */
export type TestTerminalOptions = {
	/** In characters, as `rows`. */
	readonly columns: number;
	readonly rows: number;
	/** A program from the PATH, or the path of one. */
	readonly command: string;
	readonly args?: readonly string[];
	/** Added to a small clean environment (no `CI`, no `NO_COLOR`, `TERM=xterm-256color`, UTF-8). `undefined` takes a variable out. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Default: the working directory of the test. */
	readonly cwd?: string;
};

/** One character cell as the terminal holds it. `foreground` and `background` are palette numbers or 24-bit RGB; undefined is the default colour. */
export type TestCell = {
	readonly text: string;
	/** 2 for the first half of a wide character, 0 for the second. */
	readonly width: number;
	readonly inverse: boolean;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
	readonly foreground: number | undefined;
	readonly background: number | undefined;
};

/** How a program ended: `signal` is the number of the signal that killed it, 0 if none did. */
export type TestExit = {readonly exitCode: number; readonly signal: number};

/** What to wait for: a text in one row, a pattern over all rows joined by newlines, or anything that can be seen. */
export type Awaited = string | RegExp | ((terminal: TestTerminal) => boolean);

/** Bytes that terminals send for keys, for `press`. */
export const keys = {
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	home: '\u001B[H',
	end: '\u001B[F',
	delete: '\u001B[3~',
	enter: '\r',
	tab: '\t',
	shiftTab: '\u001B[Z',
	escape: '\u001B',
	backspace: '\u007F',
	ctrlC: '\u0003',
	ctrlL: '\u000C',
	focusIn: '\u001B[I',
	focusOut: '\u001B[O',
	paste: (text: string) => `\u001B[200~${text}\u001B[201~`,
} as const;

/**
A real program in a real pseudo terminal, seen through a real terminal emulator.
*/
export class TestTerminal {
	/** Resolves when the program has ended and all that it wrote can be seen. */
	readonly exited: Promise<TestExit>;
	readonly pid: number;
	readonly #terminal: xterm.Terminal;
	readonly #pty: IPty;
	readonly #watchers = new Set<() => void>();
	#raw = '';
	#cursorVisible = true;
	#exit: TestExit | undefined;

	constructor(options: TestTerminalOptions) {
		const {columns, rows, command, args = [], env = {}, cwd = process.cwd()} = options;
		this.#terminal = new xterm.Terminal({
			cols: columns, rows, allowProposedApi: true, scrollback: 10_000,
		});
		this.#terminal.loadAddon(new Unicode11Addon());
		this.#terminal.unicode.activeVersion = '11';
		this.#watchCursor();
		this.#pty = spawn(command, [...args], {
			cols: columns,
			rows,
			cwd,
			name: env.TERM ?? 'xterm-256color',
			env: cleanEnvironment(env),
		});
		this.pid = this.#pty.pid;
		this.#pty.onData(data => {
			this.#raw += data;
			this.#terminal.write(data, () => {
				this.#changed();
			});
		});
		// What the terminal asks back for (device attributes and the like) goes to the program, as in a real one.
		this.#terminal.onData(answer => {
			this.#pty.write(answer);
		});
		this.exited = new Promise(resolve => {
			this.#pty.onExit(({exitCode, signal = 0}) => {
				this.#terminal.write('', () => {
					this.#exit = {exitCode, signal};
					resolve(this.#exit);
					this.#changed();
				});
			});
		});
	}

	/** Every byte that the program wrote so far, as text. */
	get raw(): string {
		return this.#raw;
	}

	get cursorVisible(): boolean {
		return this.#cursorVisible;
	}

	get alternateScreen(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get modes(): {readonly wraparound: boolean; readonly bracketedPaste: boolean; readonly focusReports: boolean} {
		const {wraparoundMode, bracketedPasteMode, sendFocusMode} = this.#terminal.modes;
		return {wraparound: wraparoundMode, bracketedPaste: bracketedPasteMode, focusReports: sendFocusMode};
	}

	/** The visible rows, without trailing spaces. */
	text(): string[] {
		const {active} = this.#terminal.buffer;
		return Array.from({length: this.#terminal.rows}, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '');
	}

	/** @throws When there is no such cell on the screen. */
	cell(x: number, y: number): TestCell {
		const {active} = this.#terminal.buffer;
		const cell = active.getLine(active.viewportY + y)?.getCell(x);
		if (!cell) {
			throw new RangeError(`Expected a cell of the screen, got column ${x}, row ${y}`);
		}

		return {
			text: cell.getChars(),
			width: cell.getWidth(),
			inverse: cell.isInverse() !== 0,
			bold: cell.isBold() !== 0,
			dim: cell.isDim() !== 0,
			underline: cell.isUnderline() !== 0,
			foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
			background: cell.isBgDefault() ? undefined : cell.getBgColor(),
		};
	}

	/**
	Wait until something can be seen. Looked at after every piece of output, never on a clock.

	@param options.timeoutMs Default: 30,000.
	@throws With the whole screen in the message, when the time is up or the program has ended without it.
	*/
	async waitFor(awaited: Awaited, {timeoutMs = 30_000}: {readonly timeoutMs?: number} = {}): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const end = (error?: Error) => {
				clearTimeout(timeout);
				this.#watchers.delete(look);
				if (error) {
					reject(error);
				} else {
					resolve();
				}
			};

			const fail = (why: string) => {
				end(new Error(`${why}, expected ${String(awaited)}\n${this.#portrait()}`));
			};

			const look = () => {
				if (this.#shows(awaited)) {
					end();
				} else if (this.#exit) {
					fail(`The program has ended with ${JSON.stringify(this.#exit)}`);
				}
			};

			const timeout = setTimeout(() => {
				fail(`Not seen in ${timeoutMs} ms`);
			}, timeoutMs);
			this.#watchers.add(look);
			look();
		});
	}

	/** Send bytes as a keyboard does, see `keys`. */
	press(bytes: string): void {
		this.#pty.write(bytes);
	}

	/** Become larger or smaller, and tell the program (SIGWINCH). */
	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Stop reading, as a slow or stuck terminal does. */
	pause(): void {
		this.#pty.pause();
	}

	resume(): void {
		this.#pty.resume();
	}

	/** Signal the program, unless it has ended. */
	kill(signal: NodeJS.Signals): void {
		if (!this.#exit) {
			this.#pty.kill(signal);
		}
	}

	/** Go away, as a terminal window that is closed does: the program gets SIGHUP, and its reads and writes fail. */
	hangUp(): void {
		// The types of node-pty leave it out.
		const pty = this.#pty as IPty & {readonly destroy: () => void};
		pty.destroy();
	}

	/** End the program, if it has not ended, and let go of everything. */
	async close(): Promise<void> {
		this.resume();
		this.kill('SIGKILL');
		await this.exited;
		this.#terminal.dispose();
	}

	#changed(): void {
		for (const look of this.#watchers) {
			look();
		}
	}

	#shows(awaited: Awaited): boolean {
		if (typeof awaited === 'function') {
			return awaited(this);
		}

		return typeof awaited === 'string' ? this.text().some(row => row.includes(awaited)) : this.text().join('\n').search(awaited) !== -1;
	}

	#portrait(): string {
		const {cols, rows} = this.#terminal;
		return [`${cols}x${rows}, ${this.alternateScreen ? 'alternate' : 'normal'} screen`, ...this.text().map(row => `|${row.padEnd(cols)}|`)].join('\n');
	}

	#watchCursor(): void {
		for (const final of ['h', 'l']) {
			this.#terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
				if (parameters.includes(25)) {
					this.#cursorVisible = final === 'h';
				}

				return false;
			});
		}
	}
}

/**
Run a program in a terminal of its own. `close` it afterwards, or use `testTerminal`.
*/
export async function openTestTerminal(options: TestTerminalOptions): Promise<TestTerminal> {
	return new TestTerminal(options);
}

/**
`openTestTerminal` for the length of one test: closed when the test is over, passed or failed.
*/
export async function testTerminal(t: ExecutionContext, options: TestTerminalOptions): Promise<TestTerminal> {
	const terminal = await openTestTerminal(options);
	t.teardown(async () => terminal.close());
	return terminal;
}

function cleanEnvironment(added: TestTerminalOptions['env']): Record<string, string> {
	const environment = {
		PATH: process.env.PATH,
		HOME: process.env.HOME,
		TMPDIR: process.env.TMPDIR,
		LANG: 'C.UTF-8',
		...added,
	};
	return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
