import {clean, type CleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {formatCount} from '../text/format-numbers.js';
import {spentText} from '../text/budget-text.js';

/** The swarm in one line, for a status bar: who works, what waits, what is wrong, what it cost. */
export function statusLine({workers, tasks, problems, cost}: Snapshot): CleanText {
	const {working, idle, lost} = workers.counts;
	const parts = [
		`${formatCount(working + idle)} workers`,
		`${formatCount(working)} working`,
		...(lost > 0 ? [`${formatCount(lost)} lost`] : []),
		`${formatCount(tasks.counts.announced)} waiting`,
		`${formatCount(tasks.counts.done)} done`,
		...(problems.length > 0 ? [`!${problems.length}`] : []),
		spentText(cost),
	];
	return clean`${parts.join(' · ')}`;
}
