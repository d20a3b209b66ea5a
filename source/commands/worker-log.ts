import process from 'node:process';
import {
	clean, cleanText, safeJson, type CleanText,
} from '../protocol/clean-text.js';
import {formatTime} from '../protocol/times.js';
import type {SweepEvent} from '../swarm/sweeper.js';
import {formatAge, formatClock, formatUsd} from '../text/format.js';
import type {WorkerEvent} from '../worker/worker-events.js';

/** What a worker's process tells: what its worker does, and what its sweeper does. */
export type LoggedEvent = WorkerEvent | SweepEvent | ServerEvent | {readonly type: 'started'; readonly executor: string; readonly model: string | null; readonly workdir: string | null; readonly concurrency: number};

/** Which server this process has started, and what is to be known of it. */
type ServerEvent = {readonly type: 'server' | 'server-trouble'; readonly text: string};

type Level = 'info' | 'warning';

/** An event in words. */
export function eventText(event: LoggedEvent): CleanText {
	switch (event.type) {
		case 'started': {
			const about = [event.model, event.workdir === null ? null : `in ${event.workdir}`].filter(part => part !== null).join(' ');
			return clean`starts: ${event.executor} ${about}${about === '' ? '' : ', '}${event.concurrency} at a time${event.executor === 'dry-run' ? ' (simulated: nothing is executed)' : ''}`;
		}

		case 'listening': {
			return cleanText('listens for tasks');
		}

		case 'claimed': {
			return event.attempt === 1 ? clean`claimed ${event.taskId}` : clean`claimed ${event.taskId}, attempt ${event.attempt}`;
		}

		case 'finished': {
			const denials = event.denials.length === 0 ? '' : `, denied: ${event.denials.join('; ')}`;
			return clean`finished ${event.taskId}: ${event.findingId}, ${event.costUsd === null ? 'cost unknown' : formatUsd(event.costUsd)}${denials}`;
		}

		case 'released': {
			return clean`gave ${event.taskId} back (${event.release}): ${event.reason}`;
		}

		case 'blocked': {
			return clean`claims nothing for ${formatAge(event.forMs)}: ${event.reason}`;
		}

		case 'paused': {
			return cleanText('was paused: claims nothing until it is resumed');
		}

		case 'resumed': {
			return cleanText('claims again');
		}

		case 'draining': {
			return cleanText('stops: finishes what it has in hand');
		}

		case 'stopped': {
			return cleanText('stopped');
		}

		case 'leads': {
			return cleanText('looks after forgotten tasks from now on');
		}

		case 'follows': {
			return cleanText('another process looks after forgotten tasks');
		}

		case 'announced': {
			return clean`announced ${event.taskId} again: nobody had it`;
		}

		case 'rescued': {
			return clean`took ${event.taskId} from ${event.holder}, which is gone`;
		}

		case 'server':
		case 'server-trouble': {
			return cleanText(event.text);
		}

		case 'trouble': {
			return cleanText(event.reason);
		}
	}
}

/** Whether an event is something that somebody should know. */
export function levelOf({type}: LoggedEvent): Level {
	return type === 'trouble' || type === 'server-trouble' || type === 'released' || type === 'blocked' || type === 'rescued' ? 'warning' : 'info';
}

/**
How a worker's process logs: for people on stdout when that is a terminal, else one JSON object a line on stderr, with `at`, `level`, `worker`, `event` and what belongs to it in snake_case.
*/
export function workerLog(workerId: string): (event: LoggedEvent) => void {
	return process.stdout.isTTY
		? event => {
			process.stdout.write(`${formatClock(Date.now())}  ${eventText(event)}\n`);
		}
		: event => {
			const {type, ...facts} = event;
			const named = Object.entries(facts).map(([name, value]: readonly [string, unknown]) => [name.replaceAll(/[A-Z]/gu, letter => `_${letter.toLowerCase()}`), value] as const);
			process.stderr.write(`${safeJson({
				at: formatTime(Date.now()), level: levelOf(event), worker: workerId, event: type, ...Object.fromEntries(named), text: eventText(event),
			})}\n`);
		};
}
