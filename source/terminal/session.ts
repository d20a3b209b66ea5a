import {once} from 'node:events';
import process from 'node:process';
import {Readable} from 'node:stream';
import {setImmediate} from 'node:timers';
import type {ReadStream} from 'node:tty';
import type {RenderOptions} from 'ink';
import {UserError} from '../protocol/user-error.js';
import {watchExits, type Exits} from './shutdown.js';
import {TerminalInput} from './input.js';
import type {InputEvent} from './key-parser.js';
import {enterModes, leaveModes, type OutputTerminal} from './terminal-modes.js';
import {Screen, type TerminalSize} from './screen.js';
import {catchStrayOutput, type LineListener} from './stray-output.js';

/** Options of `openTerminal`. */
export type TerminalOptions = {
	/** Default: `process.stdin`. */
	readonly stdin?: ReadStream;
	/** Default: `process.stdout`. */
	readonly stdout?: OutputTerminal;
	/** Default: `process.stderr`. */
	readonly stderr?: NodeJS.WriteStream;
	/** How long the program may take to end after a signal, in milliseconds. Default: as `watchExits`. */
	readonly graceMs?: number;
	/** Gets what `console` and others print while the screen is open. Default: it is lost. */
	readonly onLine?: LineListener;
};

/** A terminal that the program owns until `leave` or until the program ends. */
export type TerminalSession = Exits & {
	/** Options for Ink's `render`, which draws on `screen`. Ink never sees the keyboard. */
	readonly ink: RenderOptions;
	readonly screen: Screen;
	/** The present size. `screen` emits `resize` when it changes. */
	readonly size: TerminalSize;
	/** Start reading the terminal. Called once; what was typed before waits in the terminal. Ctrl-Z suspends and is not passed on. */
	readonly listen: (listener: (event: InputEvent) => void) => void;
	/** Restore the terminal after the last frame has arrived. The program goes on, and signals still end it. May be called again. */
	readonly leave: () => Promise<void>;
};

// How long a terminal that accepts no output may delay `leave`.
const flushMs = 250;

/**
Take over the terminal and watch every exit of the program: the one place that starts and restores the terminal. Called once per process.

The terminal is *ours*, *suspended* (Ctrl-Z or SIGTSTP, until SIGCONT) or *restored* (for good). It is repainted after every SIGCONT, since SIGSTOP cannot be caught. A terminal that is gone counts as SIGHUP.

@throws `UserError` if stdin or stdout is not a terminal.
*/
export function openTerminal(options: TerminalOptions = {}): TerminalSession {
	const {stdin = process.stdin, stdout = process.stdout, stderr = process.stderr, graceMs, onLine = () => undefined} = options;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UserError(`Expected a terminal, but ${stdin.isTTY ? 'stdout' : 'stdin'} is not one. For scripts there is \`haiku-swarm status --json\`.`, 'usage');
	}

	let state: 'ours' | 'suspended' | 'restored' = 'ours';
	let tell: (event: InputEvent) => void = () => undefined;
	const screen = new Screen(stdout);
	const input = new TerminalInput(stdin, event => {
		if (event.kind === 'key' && event.name === 'ctrl-z') {
			// As the terminal would: to the whole job, of which this process may be a part (npx).
			process.kill(0, 'SIGTSTP');
		} else {
			tell(event);
		}
	});

	const restore = () => {
		if (state !== 'restored') {
			suspend();
			state = 'restored';
			input.stop();
			process.off('SIGTSTP', onStop).off('SIGCONT', onContinue);
			releaseOutput();
		}
	};

	const suspend = () => {
		screen.stop();
		if (state === 'ours') {
			state = 'suspended';
			leaveModes(stdin, stdout);
		}
	};

	const resume = () => {
		if (state !== 'restored' && !exits.signal.aborted) {
			state = 'ours';
			input.reset();
			screen.stop();
			enterModes(stdin, stdout);
			screen.start();
		}
	};

	const onStop = () => {
		suspend();
		// Raise it again with the default action. The system ignores it in an orphaned process group.
		process.off('SIGTSTP', onStop);
		process.kill(process.pid, 'SIGTSTP');
		process.on('SIGTSTP', onStop);
		onContinue();
	};

	// Signals that came while the process was stopped go first, and are read in the next turn: a shell that kills a suspended job also continues it, and taking over the terminal from the background would stop it again.
	const onContinue = () => {
		setImmediate(() => {
			setImmediate(resume);
		});
	};

	const exits = watchExits({graceMs, restore});
	const onGone = () => {
		restore();
		exits.stop('SIGHUP');
	};

	// These stay for good: a terminal that is gone fails again and again.
	stdout.on('error', onGone);
	stdin.on('error', onGone);
	stdin.on('end', onGone);
	process.on('SIGTSTP', onStop).on('SIGCONT', onContinue);
	const releaseOutput = catchStrayOutput(stdout, stderr, onLine);
	enterModes(stdin, stdout);
	screen.start();

	return {
		...exits,
		ink: {
			// Ink expects a whole stream, and uses what a screen has.
			stdout: screen as unknown as NodeJS.WriteStream,
			// Nothing to read: Ink's own key parser throws at some sequences.
			stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
		},
		screen,
		get size() {
			return {columns: screen.columns, rows: screen.rows};
		},
		listen(listener) {
			tell = listener;
			input.start();
		},
		async leave() {
			screen.stop();
			await Promise.race([screen.flushed(), once(AbortSignal.timeout(flushMs), 'abort')]);
			restore();
		},
	};
}
