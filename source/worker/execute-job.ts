import {keys, swarmKeys} from '../protocol/redis-keys.js';
import {readFinding} from '../protocol/finding.js';
import {readTask, wholeTask} from '../protocol/task.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {previewValues} from '../redis/preview-values.js';
import type {
	ExecuteOptions, Executor, Job, Outcome, RelatedFinding,
} from '../executors/executor.js';
import {nothingSpent} from '../executors/spending.js';

const maxNewest = 50;
const maxRelated = 5;
const maxContextBytes = 65_536;
const maxResultLength = 4000;

type Background = Pick<Job, 'context' | 'related'>;

const noBackground: Background = {context: null, related: []};

/** Read a task's body, whatever it looks like, as a job. */
export function readJob(taskId: string, body: string): Job {
	const {description, files} = readTask({kind: 'text', text: body, bytes: body.length}, wholeTask);
	return {
		taskId, ...noBackground, description: description.toJSON(), files: files.map(file => file.toJSON()),
	};
}

/** Make one attempt at a job, with the context that its executor wants, and measure it. Never rejects: an error of the executor is a failed attempt that cost nothing. */
export async function executeJob(connection: Connection, executor: Executor, job: Job, options: ExecuteOptions): Promise<{readonly outcome: Outcome; readonly durationMs: number}> {
	const background = executor.wantsContext ? await loadBackground(connection, job).catch(() => noBackground) : null;
	const startMs = performance.now();
	let outcome: Outcome;
	try {
		outcome = await executor.execute(background === null ? job : {...job, ...background}, options);
	} catch (error) {
		outcome = {
			...nothingSpent, status: 'failed', error: asError(error).message, blame: 'task', retryAfterMs: null, filesChanged: [],
		};
	}

	return {outcome, durationMs: Math.round(performance.now() - startMs)};
}

/**
Load what a model should know beside its task: the shared context, and up to five of the newest fifty findings, those that share the most words with the task.

@throws What the connection throws.
*/
export async function loadBackground(connection: Connection, {description, files}: Pick<Job, 'description' | 'files'>): Promise<Background> {
	const [context, ids] = await Promise.all([
		connection.call('GETRANGE', keys.context, 0, maxContextBytes - 1).catch(() => ''),
		connection.call('ZREVRANGE', swarmKeys.findings, 0, maxNewest - 1).catch(() => []),
	]);
	const previews = await previewValues(connection, (ids as readonly string[]).map(id => keys.finding(id)));
	const wanted = wordsOf([description, ...files].join(' '));
	const related = previews
		.map(({key, value}) => readFinding(key.slice('finding:'.length), value))
		.filter(({malformed, simulated, status}) => malformed === null && !simulated && status === 'completed')
		.map(finding => ({finding, shared: [...wordsOf(`${finding.task.toJSON()} ${finding.filesChanged.map(file => file.toJSON()).join(' ')}`)].filter(word => wanted.has(word)).length}))
		.filter(({shared}) => shared >= 2)
		.toSorted((a, b) => b.shared - a.shared)
		.slice(0, maxRelated)
		.map(({finding: {id, task, result}}): RelatedFinding => ({id, task: task.toJSON(), result: result.toJSON().slice(0, maxResultLength)}));
	return {context: String(context) === '' ? null : String(context), related};
}

/** Words of at least four letters, and file names. */
function wordsOf(text: string): ReadonlySet<string> {
	return new Set(text.toLowerCase().match(/[\p{L}\p{N}_./-]{4,}/gu));
}
