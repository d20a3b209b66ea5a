import {closeSync} from 'node:fs';
import {constants} from 'node:os';
import process from 'node:process';
import {isatty} from 'node:tty';
import {errorReport} from '../text/error-report.js';

const exitSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Why the program ends: a signal, or the user said so. */
type StopReason = (typeof exitSignals)[number] | 'quit';

/** How the program ends. */
export type Shutdown = {
	/** Aborted when the program should end, with the name of the signal or `quit`. */
	readonly signal: AbortSignal;
	/** Ask the program to end, as a signal does. */
	readonly stop: (reason: StopReason) => void;
	/** Restore the terminal and exit. After a signal the exit code is 128 plus its number. Default code: `process.exitCode`. */
	readonly exit: (code?: number) => never;
};

/**
Handle every way in which the process can end. Nothing else may exit. Called once per process.

The program is *running* until the first signal, or `stop`. Then it is *stopping*: `signal` is aborted, and the program should end by itself or call `exit`. The next signal ends it at once, as does the end of the grace time. SIGHUP is ignored then: a terminal that closes sends it more than once.

A lost terminal counts as SIGHUP: writes to it fail with EIO, and the signal itself may not arrive.

An uncaught error or unhandled rejection restores the terminal, is reported on stderr, and ends the process at once with the exit code of the `UserError`, else 1.

@param graceMs How long the program may take to end.
@param restore Restores the terminal. Synchronous; called at any time, and more than once.
*/
export function handleShutdown(graceMs = 10_000, restore: () => void = () => undefined): Shutdown {
	const stopping = new AbortController();
	let signalCode: number | undefined;

	const exit = (code?: number): never => {
		restore();
		// eslint-disable-next-line unicorn/no-process-exit -- The one place that exits, with the terminal restored.
		process.exit(signalCode ?? code);
	};

	const stop = (reason: StopReason) => {
		const isStopping = stopping.signal.aborted;
		if (isStopping && (reason === 'quit' || reason === 'SIGHUP')) {
			return;
		}

		signalCode ??= reason === 'quit' ? undefined : 128 + constants.signals[reason];
		if (isStopping) {
			exit();
		}

		// For a program that ends by itself.
		process.exitCode = signalCode;
		setTimeout(exit, graceMs).unref();
		stopping.abort(reason);
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

	// Also unhandled rejections.
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
		// The last thing Node does is to reset the terminals it was started on; where one is lost it would abort with a core dump.
		for (const fd of terminals.filter(each => !isatty(each))) {
			closeSync(fd);
		}
	});
	return {signal: stopping.signal, stop, exit};
}
