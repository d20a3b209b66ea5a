import {clean, type CleanText} from '../../protocol/clean-text.js';
import {encodeControl, type Control} from '../../protocol/control-message.js';
import {swarmKeys} from '../../protocol/redis-keys.js';
import type {Connection} from '../../redis/connection.js';
import {countOf} from '../../text/count-of.js';
import type {
	Action, Question, Scene, WorkerFacts,
} from './action.js';
import {good, refuse} from './outcomes.js';

/** How one of the actions that tell a worker something differs from the others. */
export type ControlDefinition = Pick<Action, 'key' | 'summary'> & {
	readonly name: 'pause' | 'resume' | 'drain' | 'stop';
	/** What the worker does then: `it claims tasks again`. */
	readonly effect: CleanText;
	/** Why it does not apply to a haiku-swarm worker. Default: it always does. */
	readonly refusal?: NonNullable<Action<WorkerFacts>['refusal']>;
	/** Whether to ask first. Default: no. */
	readonly asks?: (worker: WorkerFacts, scene: Scene) => boolean;
};

/** An action that tells a worker what to do, wherever it runs. */
export function controlAction({name, key, summary, effect, refusal, asks}: ControlDefinition): Action<WorkerFacts> {
	return {
		name,
		key,
		target: 'worker',
		summary,
		refusal: (worker, scene) => worker.note === null ? refuse('foreign', clean`it is not a haiku-swarm worker and takes no commands`) : refusal?.(worker, scene) ?? null,
		...asks && {question: (worker, scene) => asks(worker, scene) ? questionOf(name, effect, worker, scene) : null},
		run: async ({connection}, id) => await controlWorker(connection, id, {kind: name}) ? {kind: 'told'} : refuse('deaf', clean`it is not listening. It is gone, or not a haiku-swarm worker`),
		describe: (_, id) => good(clean`Told ${id} to ${name}: ${effect}.`),
	};
}

/** Tell a worker of ours what to do, wherever it runs. @returns Whether anybody listens there. A worker that knows nothing of our additions does not. */
export async function controlWorker(connection: Connection, workerId: string, control: Control): Promise<boolean> {
	return Number(await connection.call('PUBLISH', swarmKeys.control(workerId), encodeControl(control))) > 0;
}

function questionOf(name: string, effect: CleanText, {id, tasks, note}: WorkerFacts, {localWorkers}: Scene): Question {
	const verb = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const where = localWorkers.some(local => local.id === id) ? clean`in this dashboard` : clean`on ${note?.host ?? 'another host'}, process ${note?.pid ?? '?'}`;
	const inProgress = clean`In progress: ${tasks.slice(0, 10).join(' ')}${tasks.length > 10 ? ' …' : ''}`;
	return {
		title: clean`${verb} worker ${id} with ${countOf(tasks.length, 'task')} in progress?`,
		lines: [clean`It runs ${where}: ${effect}.`, ...(tasks.length === 0 ? [] : [inProgress])],
		confirm: verb,
	};
}
