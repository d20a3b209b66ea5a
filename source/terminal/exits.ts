import {closeSync} from 'node:fs';
import {constants} from 'node:os';
import process from 'node:process';
import {setTimeout} from 'node:timers';
import {isatty} from 'node:tty';
import {errorReport} from './error-report.js';

/** The signals that ask the program to end. */
export type ExitSignal = (typeof exitSignals)[number];

const exitSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What `watchExits` may be told. */
export type ExitOptions = {
	/** How long the program may take to end after a signal, in milliseconds. Default: 5,000. */
	readonly graceMs?: number;
	/** Puts the terminal back, at once and at any moment, also twice. Default: nothing to put back. */
	readonly restore?: () => void;
};

/** The ways out of the program. */
export type Exits = {
	/** Aborted by the first signal; its reason is the name of the signal. */
	readonly signal: AbortSignal;
	/** What a signal does: the first one asks, the second one exits. */
	readonly stop: (signal: ExitSignal) => void;
	/** Put the terminal back and end the process. After a signal the exit code is 128 plus its number. Default code: 0. */
	readonly exit: (code?: number) => never;
};

/**
Watch every way out of the program from now until its end. Called once per process.

The program is running until the first signal, or `stop`. Then it is stopping: `signal` is aborted, and it should end by itself or call `exit`. It ends anyway when the
grace time is over or a second signal comes. A hang-up never counts as that second one, since a terminal that closes sends several.

An error that nobody caught, or a promise that nobody looked at, puts the terminal back, says so on stderr and ends the program at once: exit code of the `UserError`, else 1.
*/
export function watchExits({graceMs = 5000, restore = () => undefined}: ExitOptions = {}): Exits {
	const controller = new AbortController();
	let signalCode: number | undefined;

	const exit = (code = 0): never => {
		restore();
		// This is the one place that does it, once the terminal is as it was.
		// eslint-disable-next-line unicorn/no-process-exit
		process.exit(signalCode ?? code);
	};

	const stop = (signal: ExitSignal) => {
		if (signalCode === undefined) {
			signalCode = 128 + constants.signals[signal];
			// For a program that ends by itself.
			process.exitCode = signalCode;
			setTimeout(exit, graceMs).unref();
			controller.abort(signal);
		} else if (signal !== 'SIGHUP') {
			exit();
		}
	};

	for (const signal of exitSignals) {
		process.on(signal, stop);
	}

	// Node turns a rejection that nobody looked at into one of these, too.
	process.on('uncaughtException', error => {
		restore();
		const {text, exitCode} = errorReport(error);
		process.stderr.write(text);
		signalCode = undefined;
		exit(exitCode);
	});
	const terminals = [0, 1, 2].filter(fd => isatty(fd));
	process.on('exit', () => {
		restore();
		closeGone(terminals);
	});
	return {signal: controller.signal, stop, exit};
}

// Node's last act is to reset the modes of the terminals it was started on. On one that is gone that fails, and Node aborts with a core dump.
function closeGone(terminals: readonly number[]): void {
	for (const fd of terminals) {
		if (!isatty(fd)) {
			closeSync(fd);
		}
	}
}
