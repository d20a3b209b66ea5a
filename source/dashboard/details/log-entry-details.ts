import {clean} from '../../protocol/clean-text.js';
import type {LogEntry} from '../../store/snapshot.js';
import {formatClock} from '../../text/format-numbers.js';
import {logText} from '../../text/log-text.js';
import type {Details} from './detail-lines.js';

/** A whole log entry. Its row shows only the beginning. */
export function logEntryDetails(entry: LogEntry): Details {
	return {title: clean`${entry.kind} at ${formatClock(entry.atMs)}`, lines: [{text: logText(entry), style: 'plain'}], next: null};
}
