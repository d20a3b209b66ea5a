import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import type {Snapshot} from '../../store/snapshot.js';
import {spentText} from '../../text/budget-text.js';
import {countOf} from '../../text/count-of.js';
import {formatAge, formatCount} from '../../text/format.js';
import {spentStyle, type Style} from '../../views/theme.js';

/** One piece of the top line. */
export type HeaderPart = {
	readonly text: CleanText;
	readonly style: Style;
	/** What stands for the text where there is no room for it, longer ones first. Default: nothing. */
	readonly shorter?: readonly CleanText[];
};

// The server is asked every second: younger than this, everything is as it should be.
const usualAgeMs = 3000;

/** The state of the link, with the age of everything on the screen. */
function linkPart({link, freshAtMs, scan, atMs: nowMs}: Snapshot): HeaderPart {
	switch (link.state) {
		case 'connecting': {
			return {text: clean`connecting for ${formatAge(nowMs - link.sinceMs)}`, style: 'warning'};
		}

		case 'lost': {
			return {text: clean`link lost ${formatAge(nowMs - link.sinceMs)} ago`, style: 'bad'};
		}

		case 'live': {
			const ageMs = Math.max(0, nowMs - (freshAtMs ?? nowMs));
			return scan === null
				? {text: ageMs < usualAgeMs ? cleanText('live') : clean`live, as of ${formatAge(ageMs)} ago`, style: 'good'}
				: {text: clean`reading ${formatCount(scan.seen)} of ${formatCount(Math.max(scan.total, scan.seen))}`, style: 'busy'};
		}
	}
}

/** What matters at a glance, the most important first. */
export function headerParts(snapshot: Snapshot): readonly HeaderPart[] {
	const {workers, tasks, cost, savings, problems} = snapshot;
	const busy = workers.counts.working;
	const alive = busy + workers.counts.idle;
	const link = linkPart(snapshot);
	const values: readonly HeaderPart[] = [
		...(problems.length > 0 ? [{text: clean`!${problems.length}`, style: 'bad' as const}] : []),
		{text: clean`${countOf(alive, 'worker')}, ${formatCount(busy)} working`, style: 'plain'},
		{text: clean`${formatCount(tasks.counts.announced)} waiting`, style: 'plain'},
		{text: spentText(cost), style: spentStyle(cost)},
		...(savings.savedPercent === null ? [] : [{text: clean`saved ${savings.savedPercent.toFixed(0)} %`, style: savings.savedPercent < 0 ? 'warning' as const : 'good' as const}]),
	];
	// While the link is down the numbers are old.
	return [link, ...values.map(value => snapshot.link.state === 'lost' ? {...value, style: 'quiet' as const} : value)];
}

