import {clean} from '../../protocol/clean-text.js';
import type {LogEntry} from '../../store/snapshot.js';
import {formatClock} from '../../text/format.js';
import type {Details} from './lines.js';

/** An entry of the log, whole: its row shows the beginning. */
export function entryDetails({atMs, kind, text}: LogEntry): Details {
	return {
		title: clean`${kind} at ${formatClock(atMs)}`,
		lines: [{text, style: 'plain'}],
		next: null,
	};
}
