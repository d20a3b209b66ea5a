import {clean} from '../../protocol/clean-text.js';
import {countOf} from '../../text/count-of.js';
import {publishTask} from '../publish-task.js';
import type {Action} from './action.js';
import {good, warning} from './outcomes.js';

type Publication = {readonly kind: 'published'; readonly task: string; readonly listeners: number};

/** Write a task and announce it. */
export const publish: Action<null, Publication> = {
	name: 'publish',
	key: 'n',
	target: 'swarm',
	summary: 'write a task and announce it',
	form: {
		title: 'New task',
		enterSteps: true,
		fields: [
			{
				name: 'description', label: 'description', kind: 'text', flag: null, help: 'what to do',
			},
			{
				name: 'files', label: 'files', kind: 'list', flag: 'file', help: 'a file that the task is about; may be repeated',
			},
			{
				name: 'id', label: 'id', kind: 'text', flag: 'id', help: 'the id of the task (default: a new one)', isFlagOnly: true,
			},
		],
		notes: ['Files are optional: paths, separated by commas.'],
	},
	async run({connection}, _, {description = '', files = [], id}: {readonly description?: string; readonly files?: readonly string[]; readonly id?: string}) {
		const {id: task, heardBy: listeners} = await publishTask(connection, {description, files: [...files], ...(id !== undefined && {id})});
		return {kind: 'published', task, listeners};
	},
	describe: ({task, listeners}) => listeners === 0
		? warning(clean`Published ${task}, but no worker is listening. Start a worker to run it.`)
		: good(clean`Published ${task} to ${countOf(listeners, 'worker')}.`),
};
