import meow from 'meow';
import {helpText} from './help-text.js';
import {defaultFlags, type Arguments} from './arguments.js';

/** Read the arguments of the process. Prints the help or the version and ends, where they ask for it; ends with code 2 where they are wrong. */
export function parseArguments(): Arguments {
	return meow(helpText, {
		importMeta: import.meta,
		allowUnknownFlags: false,
		flags: {
			redis: {type: 'string'},
			start: {type: 'boolean', default: defaultFlags.start},
			json: {type: 'boolean', default: defaultFlags.json},
			line: {type: 'boolean', default: defaultFlags.line},
			file: {type: 'string', isMultiple: true},
			id: {type: 'string'},
			wait: {type: 'number'},
			filter: {type: 'string'},
			mode: {type: 'string', default: defaultFlags.mode},
			task: {type: 'string'},
			workerId: {type: 'string'},
			executor: {type: 'string', default: defaultFlags.executor},
			model: {type: 'string'},
			concurrency: {type: 'number', default: defaultFlags.concurrency},
			workdir: {type: 'string'},
			allowHost: {type: 'string', isMultiple: true},
			passEnv: {type: 'string', isMultiple: true},
			maxTurns: {type: 'number', default: defaultFlags.maxTurns},
			timeout: {type: 'number', default: defaultFlags.timeout},
			budget: {type: 'string'},
			maxTasks: {type: 'number'},
			idleExit: {type: 'number'},
			grace: {type: 'number', default: defaultFlags.grace},
			perTask: {type: 'string'},
			perWorker: {type: 'string'},
			perHour: {type: 'string'},
			port: {type: 'number', default: defaultFlags.port},
		},
	});
}
