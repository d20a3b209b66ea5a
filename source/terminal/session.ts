import {once} from 'node:events';
import process from 'node:process';
import {Readable} from 'node:stream';
import type {RenderOptions} from 'ink';
import {UserError} from '../protocol/user-error.js';
import {readTerminal} from './input.js';
import type {InputEvent} from './key-parser.js';
import {Screen} from './screen.js';
import {handleShutdown, type Shutdown} from './shutdown.js';
import {muteStrayOutput} from './stray-output.js';
import {enterModes, leaveModes} from './terminal-modes.js';

/** A terminal that the program owns until `leave`, or until the program ends. */
export type TerminalSession = Shutdown & {
	/** Options for Ink's `render`. Ink draws on `screen` and never sees the keyboard. */
	readonly ink: RenderOptions;
	readonly screen: Screen;
	/** Start reading input. Called once; what was typed before is kept by the terminal. Ctrl-Z suspends and is not passed on. */
	readonly listen: (listener: (event: InputEvent) => void) => void;
	/** Restore the terminal after the last frame. The program goes on, and signals still end it. May be called again. */
	readonly leave: () => Promise<void>;
};

// How long a stuck terminal may delay `leave`.
const flushMs = 250;

/**
Take over the terminal and handle every way in which the program can end. Nothing else starts or restores the terminal. Called once per process.

The terminal is *ours*, *suspended* (from Ctrl-Z or SIGTSTP to SIGCONT) or *restored* (for good). It is repainted after every SIGCONT, because SIGSTOP cannot be caught. A lost terminal counts as SIGHUP.

@throws {UserError} if stdin or stdout is not a terminal.
*/
export function openTerminal(graceMs?: number): TerminalSession {
	const {stdin, stdout, stderr} = process;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UserError(`Expected a terminal, but ${stdin.isTTY ? 'stdout' : 'stdin'} is not one. For scripts there is \`haiku-swarm status --json\`.`, 'usage');
	}

	let state: 'ours' | 'suspended' | 'restored' = 'ours';
	let onEvent: (event: InputEvent) => void = () => undefined;
	const screen = new Screen(stdout);
	const input = readTerminal(stdin, event => {
		if (event.kind === 'key' && event.name === 'ctrl-z') {
			// To the whole job, as the terminal would: this process may be part of one (npx).
			process.kill(0, 'SIGTSTP');
		} else {
			onEvent(event);
		}
	});

	const restore = () => {
		if (state !== 'restored') {
			suspend();
			state = 'restored';
			input.stop();
			process.off('SIGTSTP', onStop).off('SIGCONT', onContinue);
			unmute();
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
		if (state !== 'restored' && !shutdown.signal.aborted) {
			state = 'ours';
			input.reset();
			screen.stop();
			enterModes(stdin, stdout);
			screen.start();
		}
	};

	const onStop = () => {
		suspend();
		// Raise it again with the default action, which the system ignores in an orphaned process group.
		process.off('SIGTSTP', onStop);
		process.kill(process.pid, 'SIGTSTP');
		process.on('SIGTSTP', onStop);
		onContinue();
	};

	// Signals that came while the process was stopped go first, in the next turn: a shell that kills a suspended job also continues it, and taking over the terminal from the background would stop it again.
	const onContinue = () => {
		setImmediate(() => {
			setImmediate(resume);
		});
	};

	const shutdown = handleShutdown(graceMs, restore);
	const onLost = () => {
		restore();
		shutdown.stop('SIGHUP');
	};

	// Kept for good: a lost terminal fails again and again.
	stdout.on('error', onLost);
	stdin.on('error', onLost).on('end', onLost);
	process.on('SIGTSTP', onStop).on('SIGCONT', onContinue);
	const unmute = muteStrayOutput(stdout, stderr);
	enterModes(stdin, stdout);
	screen.start();

	return {
		...shutdown,
		ink: {
			// Ink wants a whole stream, and uses only what a screen has.
			stdout: screen as unknown as NodeJS.WriteStream,
			// Nothing to read: Ink's own key parser throws on some sequences.
			stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
		},
		screen,
		listen(listener) {
			onEvent = listener;
			input.start();
		},
		async leave() {
			screen.stop();
			await Promise.race([screen.flushed(), once(AbortSignal.timeout(flushMs), 'abort')]);
			restore();
		},
	};
}
