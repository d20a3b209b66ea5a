#!/usr/bin/env node
import process from 'node:process';
import meow from 'meow';
import {helpText} from './commands/help-text.js';
import {runCommand} from './commands/run-command.js';
import {errorReport} from './terminal/error-report.js';

const cli = meow(helpText, {
	importMeta: import.meta,
	allowUnknownFlags: false,
	flags: {
		redis: {type: 'string'},
		start: {type: 'boolean', default: true},
		json: {type: 'boolean', default: false},
		line: {type: 'boolean', default: false},
		file: {type: 'string', isMultiple: true},
		id: {type: 'string'},
		wait: {type: 'number'},
		filter: {type: 'string'},
		mode: {type: 'string', default: 'loop'},
		task: {type: 'string'},
		workerId: {type: 'string'},
		executor: {type: 'string', default: 'dry-run'},
		concurrency: {type: 'number', default: 1},
	},
});

try {
	await runCommand(cli.input, cli.flags);
} catch (error) {
	const {text, exitCode} = errorReport(error);
	process.stderr.write(text);
	process.exitCode = exitCode;
}
