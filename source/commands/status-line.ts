import process from 'node:process';
import {clean, type CleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {formatCount} from '../text/format.js';
import {spentText} from '../dashboard/spent.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {readSwarm} from './read-swarm.js';

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

/** `status --line`: reads everything but the findings, and loads no Ink. */
export async function printStatusLine(flags: CommonFlags, signal: AbortSignal): Promise<void> {
	const {connection} = await connectSwarm(flags, signal);
	try {
		const snapshot = await readSwarm(connection, {signal, withFindings: false, confirm: false});
		process.stdout.write(`${statusLine(snapshot)}\n`);
	} finally {
		await connection.close();
	}
}
