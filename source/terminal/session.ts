import {once} from 'node:events';
import process from 'node:process';
import type {ReadStream} from 'node:tty';
import type {RenderOptions} from 'ink';
import {UserError} from '../protocol/user-error.js';
import {watchExits, type Exits} from './exits.js';
import {TerminalInput} from './input.js';
import {enterModes, leaveModes, type OutputTerminal} from './modes.js';
import {Screen, type TerminalSize} from './screen.js';
import {catchStrayOutput, type LineListener} from './stray-output.js';
import {Subscribers} from './subscribers.js';

/** What `openTerminal` may be told. */
export type TerminalOptions = {
	/** Default: `process.stdin`. */
	readonly stdin?: ReadStream;
	/** Default: `process.stdout`. */
	readonly stdout?: OutputTerminal;
	/** Default: `process.stderr`. */
	readonly stderr?: NodeJS.WriteStream;
	/** How long the program may take to end after a signal, in milliseconds. Default: 5,000. */
	readonly graceMs?: number;
	/** Gets what `console` and others print while the screen is open. Default: it is lost. */
	readonly onLine?: LineListener;
};

/** A terminal that belongs to the program, until `leave` or any way out of the program. */
export type TerminalSession = Exits & {
	/** For `render` of Ink, which draws on `screen`. */
	readonly ink: RenderOptions;
	readonly screen: Screen;
	/** Of this moment. `screen` emits `resize` when it changes. */
	readonly size: TerminalSize;
	/** @returns Stops telling the listener. */
	readonly onFocus: (listener: (focused: boolean) => void) => () => void;
	/** Pasted texts, with `\n` between lines, not cleaned. @returns Stops telling the listener. */
	readonly onPaste: (listener: (text: string) => void) => () => void;
	/** Give the terminal back as it was, after the last frame has arrived. The program goes on, and signals still ask it to end. Once is enough, twice does no harm. */
	readonly leave: () => Promise<void>;
};

// How long a terminal that takes nothing may delay `leave`.
const flushMs = 250;

/**
Take over the terminal, and watch the ways out of the program. The one place that starts it and puts it back. Called once per process.

After a stop (SIGTSTP, SIGSTOP) and SIGCONT it is taken over and painted again. When the terminal goes away the program is asked to end as by SIGHUP.

@throws `UserError` if stdin or stdout is not a terminal.
*/
export function openTerminal(options: TerminalOptions = {}): TerminalSession {
	const {stdin = process.stdin, stdout = process.stdout, stderr = process.stderr, graceMs, onLine = () => undefined} = options;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UserError(`Expected a terminal, but ${stdin.isTTY ? 'stdout' : 'stdin'} is none. For scripts there is \`haiku-swarm status --json\`.`, 'usage');
	}

	const focus = new Subscribers<boolean>();
	const paste = new Subscribers<string>();
	const input = new TerminalInput({onFocus: focus.tell, onPaste: paste.tell});
	const screen = new Screen(stdout);
	let isOpen = true;

	const restore = () => {
		if (isOpen) {
			isOpen = false;
			screen.stop();
			input.reset();
			stdin.off('data', input.feed).pause();
			process.off('SIGTSTP', onStop).off('SIGCONT', onContinue);
			releaseOutput();
			leaveModes(stdin, stdout);
		}
	};

	const onStop = () => {
		screen.stop();
		leaveModes(stdin, stdout);
		process.kill(process.pid, 'SIGSTOP');
	};

	const onContinue = () => {
		screen.stop();
		enterModes(stdin, stdout);
		screen.start();
	};

	const exits = watchExits({graceMs, restore});
	const onGone = () => {
		restore();
		exits.stop('SIGHUP');
	};

	// These two stay for good: a terminal that is gone fails again and again.
	stdout.on('error', onGone);
	stdin.on('error', onGone);
	stdin.on('end', onGone);
	stdin.setEncoding('utf8').on('data', input.feed);
	process.on('SIGTSTP', onStop).on('SIGCONT', onContinue);
	const releaseOutput = catchStrayOutput(stdout, stderr, onLine);
	enterModes(stdin, stdout);
	screen.start();

	return {
		...exits,
		// Ink wants whole streams, and uses what these two have.
		ink: {
			stdout: screen as unknown as NodeJS.WriteStream,
			stdin: input as unknown as NodeJS.ReadStream,
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
		},
		screen,
		get size() {
			return {columns: screen.columns, rows: screen.rows};
		},
		onFocus: focus.add,
		onPaste: paste.add,
		async leave() {
			screen.stop();
			await Promise.race([screen.flushed(), once(AbortSignal.timeout(flushMs), 'abort')]);
			restore();
		},
	};
}
