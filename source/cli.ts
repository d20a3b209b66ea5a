#!/usr/bin/env node
import process from 'node:process';
import {noArguments, runCommand} from './commands/run-command.js';

try {
	// Nothing to parse is what a dashboard usually begins with, and the parser takes longer to load than all else.
	await runCommand(process.argv.length > 2 ? await parse() : noArguments);
} catch (error) {
	const {errorReport} = await import('./terminal/error-report.js');
	const {text, exitCode} = errorReport(error);
	process.stderr.write(text);
	process.exitCode = exitCode;
}

async function parse() {
	const {parseArguments} = await import('./commands/parse-arguments.js');
	return parseArguments();
}
