import {clean, type CleanText} from '../../protocol/clean-text.js';
import {match} from '../../protocol/match.js';
import type {Snapshot} from '../../store/snapshot.js';
import {spentText} from '../../text/budget-text.js';
import {countOf} from '../../text/count-of.js';
import {formatAge, formatCount} from '../../text/format-numbers.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import {
	spentStyle, type Style, type Styled, type Theme,
} from '../../views/theme.js';
import {views} from '../../views/view-list.js';
import {textOf} from '../forms/text-input.js';
import type {ViewState} from '../view-state.js';

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

/** The two lines at the top: the most important values, then the server, in the longest form that fits; and the tabs of the views with the filter. */
export function headerRows(
	{header, state: {view, layer, lists}}: {readonly header: readonly HeaderValue[]; readonly state: ViewState},
	[server = clean``, ...shorter]: readonly CleanText[],
	width: number,
	theme: Theme,
): readonly Styled[] {
	const filter = layer.kind === 'filter' ? `${textOf(layer.input)}_` : lists[view]!.filter;
	const full = views.map(({name}, index) => clean` ${index + 1} ${name} `);
	const isNarrow = full.join('').length > width;
	const labels = full.map((label, index) => isNarrow && index !== view ? clean` ${index + 1} ` : label);
	const tabs = labels.map((label, index) => index === view ? theme.select(label) : theme.paint(label, 'quiet')).join('');
	const filterText = fit(filter === '' ? clean`` : clean` /${filter}`, Math.max(0, width - labels.join('').length));
	return [valuesRow([...header, {text: server, style: 'quiet', shorter}], width, theme), `${tabs}${theme.paint(filterText, 'accent')}`];
}

/** The values from the left, as many as fit. */
function valuesRow(values: readonly HeaderValue[], width: number, theme: Theme): Styled {
	let room = width;
	let row = '';
	for (const {text: whole, style, shorter = []} of values) {
		const gap = row === '' ? ' ' : '   ';
		const left = room - gap.length;
		const text = [whole, ...shorter].find(each => displayWidth(each) <= left);
		if (text === undefined) {
			break;
		}

		row += gap + theme.paint(text, style);
		room = left - displayWidth(text);
	}

	return row;
}
