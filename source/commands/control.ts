import process from 'node:process';
import {clean, type CleanText} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {isReplyError} from '../redis/client.js';
import {explainWriteError} from '../redis/explain-error.js';
import {controlWorker} from '../swarm/control.js';
import {
	cancelTask, holderOf, rescueTask, retryTask,
} from '../swarm/task-actions.js';
import {connectSwarm, type CommonFlags} from './connect.js';

type Act = (connection: Connection, id: string, signal: AbortSignal) => Promise<CleanText>;

/**
The commands that act on one worker (`pause`, `resume`, `drain`, `stop`) or on one task (`abort`, `cancel`, `retry`, `rescue`). Each says what it has done, or throws why it could not.
*/
const acts: Readonly<Record<string, Act>> = {
	pause: async (connection, id) => tell(connection, id, 'pause'),
	resume: async (connection, id) => tell(connection, id, 'resume'),
	drain: async (connection, id) => tell(connection, id, 'drain'),
	stop: async (connection, id) => tell(connection, id, 'stop'),
	async abort(connection, id) {
		const holder = await holderOf(connection, id);
		if (holder === null) {
			throw new UserError(clean`Expected a task that somebody works on, but nobody works on ${id}: it waits, or is done, or there is none. See haiku-swarm status.`);
		}

		if (!await controlWorker(connection, holder, {kind: 'abort', taskId: id})) {
			throw new UserError(clean`Expected a worker that can be told, but nobody listens as ${holder}, which holds ${id}. If it is gone: haiku-swarm rescue ${id}.`);
		}

		return clean`${holder} was told to stop working on ${id}`;
	},
	async cancel(connection, id) {
		const cancellation = await cancelTask(connection, id);
		if (cancellation.kind !== 'cancelled') {
			throw notOpen(id, cancellation.kind);
		}

		const {holder, holderHeard} = cancellation;
		return holder === null
			? clean`${id} is cancelled`
			: clean`${id} is cancelled; ${holder}, which works on it, ${holderHeard ? 'was told' : 'cannot be told and may go on'}`;
	},
	async retry(connection, id) {
		const outcome = await retryTask(connection, id);
		if (outcome !== 'announced') {
			throw notOpen(id, outcome);
		}

		return clean`${id} has all its attempts again and was announced`;
	},
	async rescue(connection, id, signal) {
		const {kind, holder} = await rescueTask(connection, id, signal);
		if (kind === 'rescued') {
			return clean`${id} was taken from ${holder ?? ''} and announced again`;
		}

		throw new UserError({
			free: clean`Expected a task that somebody holds, but nobody holds ${id}. It waits, or is done, or there is none: see haiku-swarm status.`,
			done: clean`Expected a task that is not done, but ${id} is done.`,
			beating: clean`Expected a holder that has fallen silent, but ${holder ?? ''}, which holds ${id}, beats. To make it stop: haiku-swarm abort ${id}.`,
			changed: clean`Expected ${holder ?? ''} to hold ${id}, but it has changed hands meanwhile.`,
		}[kind]);
	},
};

/** The names of these commands. */
export const controlCommands: readonly string[] = Object.keys(acts);

/**
Run one of `controlCommands` on the worker or task with this id, and say what was done.

@throws {UserError} when there is nothing to do, and why.
*/
export async function control(command: string, id: string | undefined, flags: CommonFlags, signal: AbortSignal): Promise<void> {
	const act = acts[command];
	if (!act || id === undefined || id === '') {
		throw new UserError(clean`Expected the id of one worker or task: haiku-swarm ${command} <id>. haiku-swarm status lists them.`, 'usage');
	}

	const {connection} = await connectSwarm(flags, signal);
	try {
		process.stdout.write(`${await act(connection, id, signal)}\n`);
	} catch (error) {
		throw isReplyError(error) ? explainWriteError(error) : error;
	} finally {
		await connection.close();
	}
}

async function tell(connection: Connection, id: string, kind: 'pause' | 'resume' | 'drain' | 'stop'): Promise<CleanText> {
	if (!await controlWorker(connection, id, {kind})) {
		throw new UserError(clean`Expected a worker that can be told, but nobody listens as ${id}: it is gone, or it knows nothing of our additions. haiku-swarm status lists the workers.`);
	}

	return clean`${id} was told to ${kind}`;
}

function notOpen(id: string, kind: 'no task' | 'done'): UserError {
	return new UserError(kind === 'done' ? clean`Expected a task that is not done, but ${id} is done.` : clean`Expected the id of a task, but there is no task ${id}. haiku-swarm status lists them.`);
}
