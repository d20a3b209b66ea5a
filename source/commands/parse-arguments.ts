import meow from 'meow';
import {helpText} from './help-text.js';
import type {Arguments} from './arguments.js';

/** Read the arguments of the process. Prints the help or the version and ends, where they ask for it; ends with code 2 where they are wrong. */
export function parseArguments(): Arguments {
	return meow(helpText, {
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
}
