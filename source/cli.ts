#!/usr/bin/env node
import process from 'node:process';
import {errorJson, run, wantsJson} from './commands/run.js';

const argv = process.argv.slice(2);
try {
	await run(argv);
} catch (error) {
	const {errorReport} = await import('./text/error-report.js');
	const {text, exitCode} = errorReport(error);
	if (wantsJson(argv)) {
		// Nobody reads it, or the disk is full: the line on stderr and the exit code still say what is wrong.
		process.stdout.on('error', () => undefined);
		process.stdout.write(errorJson(exitCode, text.trimEnd()));
	}

	process.stderr.write(text);
	process.exitCode = exitCode;
}
