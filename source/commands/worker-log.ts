import process from 'node:process';
import {safeJson} from '../protocol/clean-text.js';
import {formatTime} from '../protocol/times.js';
import {formatClock} from '../text/format-numbers.js';
import {eventText, isWarning, type ProcessEvent} from '../text/worker-events.js';

/** How a worker's process logs: lines for people on stdout if that is a terminal, else one JSON object per line on stderr, with `at`, `level`, `worker`, `event` and its facts in snake_case. */
export function workerLog(workerId: string): (event: ProcessEvent) => void {
	return process.stdout.isTTY
		? event => {
			process.stdout.write(`${formatClock(Date.now())}  ${eventText(event)}\n`);
		}
		: event => {
			const {type, ...facts} = event;
			const named = Object.entries(facts).map(([name, value]: readonly [string, unknown]) => [name.replaceAll(/[A-Z]/gu, letter => `_${letter.toLowerCase()}`), value] as const);
			process.stderr.write(`${safeJson({
				at: formatTime(Date.now()), level: isWarning(event) ? 'warning' : 'info', worker: workerId, event: type, ...Object.fromEntries(named), text: eventText(event),
			})}\n`);
		};
}
