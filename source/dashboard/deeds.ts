import {clean, type CleanText} from '../protocol/clean-text.js';
import type {Control} from '../protocol/control-message.js';
import type {Cancellation, Rescue} from '../swarm/task-actions.js';
import type {Deed} from './acts.js';
import type {Actions} from './actions.js';
import type {Toast} from './view-state.js';

/** What is said while a deed goes on that takes its time; `null`: it does not. */
export function doingDeed(deed: Deed): Toast | null {
	return deed.kind === 'rescue' ? {text: clean`rescuing ${deed.taskId}: its holder is looked for twice, two seconds apart …`, style: 'plain'} : null;
}

/**
Do what was planned.

@returns What to tell the user.
@throws What the action throws; its message is for the user.
*/
export async function doDeed(deed: Deed, actions: Actions): Promise<Toast> {
	switch (deed.kind) {
		case 'rescue': {
			return rescueToast(deed.taskId, await actions.rescueTask(deed.taskId));
		}

		case 'cancel': {
			return cancelToast(deed.taskId, await actions.cancelTask(deed.taskId));
		}

		case 'retry': {
			const outcome = await actions.retryTask(deed.taskId);
			return outcome === 'announced' ? good(clean`${deed.taskId} has all its attempts again, and was announced`) : notDone(deed.taskId, outcome);
		}

		case 'control': {
			const {workerId, control} = deed;
			return await actions.controlWorker(workerId, control)
				? good(clean`${workerId} was told to ${inWords(control)}`)
				: warning(clean`${workerId} does not listen any more: nothing was done`);
		}

		case 'drain-here': {
			const count = actions.stopWorkers(deed.workerId);
			return count === 0
				? warning(clean`no worker was started here`)
				: good(count === 1 ? clean`1 worker finishes what is in hand, then stops` : clean`${count} workers finish what is in hand, then stop`);
		}
	}
}

function good(text: CleanText): Toast {
	return {text, style: 'good'};
}

function warning(text: CleanText): Toast {
	return {text, style: 'warning'};
}

function notDone(taskId: string, outcome: 'no task' | 'done'): Toast {
	return warning(outcome === 'done' ? clean`${taskId} is done` : clean`there is no task ${taskId} any more`);
}

function rescueToast(taskId: string, {kind, holder}: Rescue): Toast {
	switch (kind) {
		case 'rescued': {
			return good(clean`${taskId} was taken from ${holder ?? '?'}, and announced again`);
		}

		case 'beating': {
			return warning(clean`${holder ?? '?'} lives, and keeps ${taskId}`);
		}

		case 'changed': {
			return warning(clean`somebody else has ${taskId} by now`);
		}

		case 'free': {
			return warning(clean`nobody holds ${taskId}`);
		}

		case 'done': {
			return notDone(taskId, kind);
		}
	}
}

function cancelToast(taskId: string, cancellation: Cancellation): Toast {
	if (cancellation.kind !== 'cancelled') {
		return notDone(taskId, cancellation.kind);
	}

	const {holder, holderHeard} = cancellation;
	if (holder === null) {
		return good(clean`${taskId} is cancelled`);
	}

	return holderHeard
		? good(clean`${taskId} is cancelled, and ${holder} was told to stop`)
		: warning(clean`${taskId} is cancelled, but ${holder} does not listen, and may go on with it`);
}

function inWords(control: Control): CleanText {
	switch (control.kind) {
		case 'pause': {
			return clean`claim nothing until it is let go on`;
		}

		case 'resume': {
			return clean`go on`;
		}

		case 'drain': {
			return clean`finish what it has in hand, and leave`;
		}

		case 'stop': {
			return clean`give back what it has in hand, and leave`;
		}

		case 'abort': {
			return clean`give ${control.taskId} back`;
		}
	}
}
