import {closeSync} from 'node:fs';
import {constants} from 'node:os';
import process from 'node:process';
import {setTimeout} from 'node:timers';
import {isatty} from 'node:tty';
import {errorReport} from '../text/error-report.js';

/** Signals that end the program. */
type ExitSignal = (typeof exitSignals)[number];

const exitSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Options of `watchExits`. */
export type ExitOptions = {
	/** How long the program may take to end after a signal, in milliseconds. Default: 10,000. */
	readonly graceMs?: number;
	/** Restores the terminal, synchronously; may be called at any moment and twice. Default: nothing to restore. */
	readonly restore?: () => void;
};

/** How the program ends. */
export type Exits = {
	/** Aborted by the first signal; its reason is the name of the signal. */
	readonly signal: AbortSignal;
	/** Act as if the signal had come: the first one asks the program to end, the second one ends it. */
	readonly stop: (signal: ExitSignal) => void;
	/** Restore the terminal and exit. After a signal the exit code is 128 plus its number. Default code: 0. */
	readonly exit: (code?: number) => never;
};

/**
Watch every way in which the process can end: the one place that ends it. Called once per process.

The program is running until the first signal, or `stop`. Then it is stopping: `signal` is aborted, and it should end by itself or call `exit`. It is ended when the
grace time is over or a second signal comes. SIGHUP never counts as the second one, since a terminal that closes sends several.

A terminal that is gone counts as SIGHUP: writes to it fail, and the signal itself may not arrive.

An uncaught error or unhandled rejection restores the terminal, is reported on stderr, and ends the process at once: with the exit code of the `UserError`, else 1.
*/
export function watchExits({graceMs = 10_000, restore = () => undefined}: ExitOptions = {}): Exits {
	const controller = new AbortController();
	let signalCode: number | undefined;

	const exit = (code = 0): never => {
		restore();
		// The one place that does it, after the terminal is restored.
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

	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', ({code}: NodeJS.ErrnoException) => {
			if (code === 'EIO') {
				stop('SIGHUP');
			}
		});
	}

	// Node reports unhandled rejections here, too.
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

// The last thing Node does is to reset the terminals it was started on. Where one is gone that fails, and Node aborts with a core dump.
function closeGone(terminals: readonly number[]): void {
	for (const fd of terminals) {
		if (!isatty(fd)) {
			closeSync(fd);
		}
	}
}
