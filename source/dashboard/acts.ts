import {clean, type CleanText} from '../protocol/clean-text.js';
import type {Control} from '../protocol/control-message.js';
import type {Snapshot, TaskRow, WorkerRow} from '../store/snapshot.js';
import type {OwnWorker} from './actions.js';
import type {Act} from './keys.js';
import type {Target} from './view.js';

/** Something that is done to the swarm, written down. */
export type Deed
	= | {readonly kind: 'rescue' | 'cancel' | 'retry'; readonly taskId: string}
		| {readonly kind: 'control'; readonly workerId: string; readonly control: Control}
	/** `null`: all workers of this process. */
		| {readonly kind: 'drain-here'; readonly workerId: string | null};

/** A question before something is destroyed: what is hit, and what happens to it. */
export type Question = {
	readonly title: CleanText;
	readonly lines: readonly CleanText[];
	readonly deed: Deed;
};

/** What a key leads to: a deed at once, a question first, or a reason why not. */
export type Plan
	= | {readonly kind: 'do'; readonly deed: Deed}
		| {readonly kind: 'ask'; readonly question: Question}
		| {readonly kind: 'refuse'; readonly why: CleanText};

/** What is known where an act is planned. */
export type Scene = {
	readonly snapshot: Snapshot;
	/** The workers of this process. */
	readonly own: readonly OwnWorker[];
};

/** What an act on a target comes to. What is asked for by mistake is refused with a reason; what destroys asks first. */
export function planAct(act: Act, target: Target | null, scene: Scene): Plan {
	const task = target?.kind === 'task' ? scene.snapshot.tasks.items.find(({id}) => id === target.id) : undefined;
	const worker = target?.kind === 'worker' ? scene.snapshot.workers.items.find(({id}) => id === target.id) : undefined;
	switch (act) {
		case 'rescue':
		case 'cancel':
		case 'retry': {
			return task ? planForTask(act, task) : refuse(clean`Select a task to ${act}.`);
		}

		case 'pause':
		case 'drain': {
			if (worker) {
				return planForWorker(act, worker, scene);
			}

			return act === 'drain' ? {kind: 'do', deed: {kind: 'drain-here', workerId: null}} : refuse(clean`Select a worker to pause.`);
		}

		case 'abort': {
			if (task) {
				return planAbort(task, scene);
			}

			return worker ? planForWorker('abort', worker, scene) : refuse(clean`Select a worker or a task to abort.`);
		}
	}
}

function refuse(why: CleanText): Plan {
	return {kind: 'refuse', why};
}

function ask(title: CleanText, lines: readonly CleanText[], deed: Deed): Plan {
	return {kind: 'ask', question: {title, lines, deed}};
}

function planForTask(act: 'rescue' | 'cancel' | 'retry', {id, state, workerId, description}: TaskRow): Plan {
	const deed: Deed = {kind: act, taskId: id};
	if (state === 'done') {
		return refuse(clean`${id} is done.`);
	}

	switch (act) {
		case 'rescue': {
			return workerId === null ? refuse(clean`Nobody holds ${id}.`) : {kind: 'do', deed};
		}

		case 'retry': {
			return state === 'failed' || state === 'cancelled' ? {kind: 'do', deed} : refuse(clean`${id} is ${state}: only what was set aside or cancelled can be tried again.`);
		}

		case 'cancel': {
			const what = workerId === null ? clean`Nobody holds it. No worker of ours will claim it.` : clean`${workerId} holds it, and is told to stop. What it has spent is spent.`;
			return state === 'cancelled' ? refuse(clean`${id} is cancelled already.`) : ask(clean`Cancel the task ${id}?`, [what, description.line()], deed);
		}
	}
}

function planAbort({id, workerId, description}: TaskRow, scene: Scene): Plan {
	const holder = scene.snapshot.workers.items.find(worker => worker.id === workerId);
	if (!holder?.tasks.includes(id)) {
		return refuse(clean`Nobody works on ${id}.`);
	}

	if (!isOurs(holder, scene)) {
		return refuseForeign(holder);
	}

	const lines = [clean`The task is given back and announced again. What the attempt has spent is spent.`, description.line()];
	return ask(clean`Abort the attempt of ${holder.id} at ${id}?`, lines, {kind: 'control', workerId: holder.id, control: {kind: 'abort', taskId: id}});
}

function planForWorker(act: 'pause' | 'drain' | 'abort', worker: WorkerRow, scene: Scene): Plan {
	const {id, note, tasks} = worker;
	const own = scene.own.find(candidate => candidate.id === id);
	if (!isOurs(worker, scene)) {
		return refuseForeign(worker);
	}

	const inHand = tasks.length === 0 ? clean`It has nothing in hand.` : clean`It has ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} in hand: ${tasks.slice(0, 10).join(' ')}`;
	const where = own ? clean`It runs in this process.` : clean`It runs on ${note?.host ?? 'another host'}, process ${note?.pid ?? '?'}.`;
	switch (act) {
		case 'pause': {
			const isPaused = own?.isPaused ?? note?.state === 'paused';
			return {kind: 'do', deed: {kind: 'control', workerId: id, control: {kind: isPaused ? 'resume' : 'pause'}}};
		}

		case 'drain': {
			const lines = [where, inHand, clean`It finishes that, claims nothing more, and leaves.`];
			return own ? {kind: 'do', deed: {kind: 'drain-here', workerId: id}} : ask(clean`Stop the worker ${id}?`, lines, {kind: 'control', workerId: id, control: {kind: 'drain'}});
		}

		case 'abort': {
			const lines = [where, inHand, clean`It gives back what it has in hand, and leaves. What that has cost is spent.`];
			return ask(clean`Stop the worker ${id} now?`, lines, {kind: 'control', workerId: id, control: {kind: 'stop'}});
		}
	}
}

/** Whether a worker listens to us: it runs here, or tells of itself as ours do. */
function isOurs({id, note}: WorkerRow, {own}: Scene): boolean {
	return note !== null || own.some(candidate => candidate.id === id);
}

function refuseForeign({id}: WorkerRow): Plan {
	return refuse(clean`${id} is not one of ours: it cannot be told anything from here.`);
}
