import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {match} from '../protocol/match.js';
import {countOf} from './count-of.js';
import {formatAge, formatUsd} from './format-numbers.js';

/** What happens in a worker. */
export type WorkerEvent
	= | {readonly type: 'listening' | 'paused' | 'resumed' | 'draining' | 'stopped'}
		| {readonly type: 'claimed'; readonly taskId: string; readonly attempt: number}
		| {readonly type: 'finished'; readonly taskId: string; readonly findingId: string; readonly costUsd: number | null; readonly denials: readonly string[]}
	/** The attempt failed or was interrupted. `release`: what became of the task. */
		| {readonly type: 'released'; readonly taskId: string; readonly reason: string; readonly release: string}
	/** No tasks are claimed for a time. */
		| {readonly type: 'blocked'; readonly reason: string; readonly forMs: number}
		| {readonly type: 'error'; readonly reason: string};

/** What happens in a sweeper. */
export type SweepEvent
	= | {readonly type: 'leads' | 'follows'}
		| {readonly type: 'announced'; readonly taskId: string}
		| {readonly type: 'rescued'; readonly taskId: string; readonly holder: string}
		| {readonly type: 'error'; readonly reason: string};

/** What happens in a process that runs workers. */
export type ProcessEvent = WorkerEvent | SweepEvent
	| {readonly type: 'started'; readonly executor: string; readonly model: string | null; readonly workdir: string | null; readonly concurrency: number}
	| {readonly type: 'server' | 'server-error'; readonly text: string};

/** An event in words, to follow the name of the worker. */
export function eventText(event: ProcessEvent): CleanText {
	return match<'type', ProcessEvent, CleanText>('type', event, {
		started({executor, model, workdir, concurrency}) {
			const parts = [executor, model, workdir === null ? null : `in ${workdir}`].filter(part => part !== null);
			return clean`started: ${parts.join(' ')}, ${countOf(concurrency, 'task')} at a time${executor === 'dry-run' ? ' (simulated: nothing is executed)' : ''}`;
		},
		listening: () => clean`is listening for tasks`,
		claimed: ({taskId, attempt}) => clean`claimed ${taskId}${attempt === 1 ? '' : `, attempt ${attempt}`}`,
		finished: ({taskId, findingId, costUsd, denials}) => clean`finished ${taskId}: ${findingId}, ${costUsd === null ? 'cost unknown' : formatUsd(costUsd)}${denials.length === 0 ? '' : `, denied: ${denials.join('; ')}`}`,
		released: ({taskId, release, reason}) => clean`released ${taskId} (${release}): ${reason}`,
		blocked: ({forMs, reason}) => clean`claims nothing for ${formatAge(forMs)}: ${reason}`,
		paused: () => clean`paused: claims nothing until it is resumed`,
		resumed: () => clean`resumed`,
		draining: () => clean`is draining: finishes its tasks and claims no more`,
		stopped: () => clean`stopped`,
		leads: () => clean`announces forgotten tasks from now on`,
		follows: () => clean`leaves forgotten tasks to another process`,
		announced: ({taskId}) => clean`announced ${taskId} again: nobody had claimed it`,
		rescued: ({taskId, holder}) => clean`rescued ${taskId} from ${holder}, which is gone`,
		server: ({text}) => cleanText(text),
		'server-error': ({text}) => cleanText(text),
		error: ({reason}) => cleanText(reason),
	});
}

const warnings: ReadonlySet<ProcessEvent['type']> = new Set(['error', 'server-error', 'released', 'blocked', 'rescued']);

/** Whether somebody should know about an event. */
export function isWarning({type}: ProcessEvent): boolean {
	return warnings.has(type);
}
