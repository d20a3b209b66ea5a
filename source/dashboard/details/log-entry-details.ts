import {clean} from '../../protocol/clean-text.js';
import type {LogEntry} from '../../store/snapshot.js';
import {formatClock} from '../../text/format.js';
import {logText} from '../../text/log.js';
import type {Details} from './detail-lines.js';

/** An entry of the log, whole: its row shows the beginning. */
export function entryDetails(entry: LogEntry): Details {
	return {
		title: clean`${entry.kind} at ${formatClock(entry.atMs)}`,
		lines: [{text: logText(entry), style: 'plain'}],
		next: null,
	};
}
