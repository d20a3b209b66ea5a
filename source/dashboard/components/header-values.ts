import {clean, type CleanText} from '../../protocol/clean-text.js';
import {match} from '../../protocol/match.js';
import type {Snapshot} from '../../store/snapshot.js';
import {spentText} from '../../text/budget-text.js';
import {countOf} from '../../text/count-of.js';
import {formatAge, formatCount} from '../../text/format-numbers.js';
import {spentStyle, type Style} from '../../views/theme.js';

/** One value in the top line. */
export type HeaderValue = {
	readonly text: CleanText;
	readonly style: Style;
	/** Shorter texts where there is no room, longest first. Default: none. */
	readonly shorter?: readonly CleanText[];
};

// The server is asked every second.
const maxLiveAgeMs = 3000;

/** The values of the top line, most important first. */
export function headerValues(snapshot: Snapshot): readonly HeaderValue[] {
	const {workers: {counts: {working, idle}}, tasks, cost, savings: {savedPercent}, problems, link} = snapshot;
	const values: readonly HeaderValue[] = [
		...(problems.length > 0 ? [{text: clean`!${problems.length}`, style: 'bad' as const}] : []),
		{text: clean`${countOf(working + idle, 'worker')}, ${formatCount(working)} working`, style: 'plain'},
		{text: clean`${formatCount(tasks.counts.announced)} waiting`, style: 'plain'},
		{text: spentText(cost), style: spentStyle(cost)},
		...(savedPercent === null ? [] : [{text: clean`saved ${savedPercent.toFixed(0)} %`, style: savedPercent < 0 ? 'warning' as const : 'good' as const}]),
	];
	return [linkValue(snapshot), ...(link.state === 'lost' ? values.map(value => ({...value, style: 'quiet' as const})) : values)];
}

/** The state of the link, with the age of the data. */
function linkValue({link, freshAtMs, scan, atMs}: Snapshot): HeaderValue {
	const ageMs = atMs - (freshAtMs ?? atMs);
	return match<'state', typeof link, HeaderValue>('state', link, {
		connecting: ({sinceMs}) => ({text: clean`connecting for ${formatAge(atMs - sinceMs)}`, style: 'warning'}),
		lost: ({sinceMs}) => ({text: clean`link lost ${formatAge(atMs - sinceMs)} ago`, style: 'bad'}),
		live: () => scan
			? {text: clean`reading ${formatCount(scan.seen)} of ${formatCount(Math.max(scan.total, scan.seen))}`, style: 'busy'}
			: {text: ageMs < maxLiveAgeMs ? clean`live` : clean`live, as of ${formatAge(ageMs)} ago`, style: 'good'},
	});
}
