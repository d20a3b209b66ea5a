import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {displayWidth, fit} from '../terminal/fit.js';
import {formatAge, formatCount} from '../text/format.js';
import {Row} from './row.js';
import {spentStyle, spentText} from './spent.js';
import type {Style, Styled, Theme} from './theme.js';
import {views} from './views/all.js';

/** What the header shows beside the snapshot. */
export type HeaderProps = {
	readonly snapshot: Snapshot;
	/** Address and kind of the server, as far as they are known: as a whole, then in fewer and fewer words. */
	readonly server: readonly CleanText[];
	/** Number of the view that is open. */
	readonly view: number;
	readonly filter: string;
	readonly width: number;
	readonly theme: Theme;
};

type Part = {
	readonly text: CleanText;
	readonly style: Style;
	/** What stands for the text where there is no room for it, longer ones first. Default: nothing. */
	readonly shorter?: readonly CleanText[];
};

// The server is asked every second: younger than this, everything is as it should be.
const usualAgeMs = 3000;

/** The state of the link, with the age of everything on the screen. */
export function linkPart({link, freshAtMs, scan, atMs: nowMs}: Snapshot): Part {
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

function parts(snapshot: Snapshot, [server = cleanText(''), ...shorter]: readonly CleanText[]): readonly Part[] {
	const {workers, tasks, cost, savings, problems} = snapshot;
	const busy = workers.counts.working;
	const alive = busy + workers.counts.idle;
	const link = linkPart(snapshot);
	const values: readonly Part[] = [
		...(problems.length > 0 ? [{text: clean`!${problems.length}`, style: 'bad' as const}] : []),
		{text: clean`${formatCount(alive)} ${alive === 1 ? 'worker' : 'workers'}, ${formatCount(busy)} working`, style: 'plain'},
		{text: clean`${formatCount(tasks.counts.announced)} waiting`, style: 'plain'},
		{text: spentText(cost), style: spentStyle(cost)},
		...(savings.savedPercent === null ? [] : [{text: clean`saved ${savings.savedPercent.toFixed(0)} %`, style: savings.savedPercent < 0 ? 'warning' as const : 'good' as const}]),
		{text: server, style: 'quiet', shorter},
	];
	// While the link is down the numbers are old.
	return [link, ...values.map(value => snapshot.link.state === 'lost' ? {...value, style: 'quiet' as const} : value)];
}

/** Everything that the header says of a snapshot. */
export function headerText(snapshot: Snapshot): string {
	return parts(snapshot, []).map(({text}) => text).join('\n');
}

/** Parts from the left, as many as fit, those further left first. */
function line(all: readonly Part[], width: number, theme: Theme): Styled {
	let used = 0;
	let drawn = '';
	for (const {text: whole, style, shorter = []} of all) {
		const gap = drawn === '' ? 1 : 3;
		const left = width - used - gap;
		const text = [whole, ...shorter].find(each => displayWidth(each) <= left);
		if (text === undefined) {
			break;
		}

		drawn += `${drawn === '' ? ' ' : '   '}${theme.paint(text, style)}`;
		used += gap + displayWidth(text);
	}

	return drawn;
}

/** The two lines on top: what matters at a glance, and the views. */
export function Header(props: HeaderProps): ReactElement {
	const {view, filter, width, theme, snapshot} = props;
	const full = views.map(({name}, index) => clean`${index + 1} ${name}`);
	const isNarrow = full.join('  ').length + 2 > width;
	const tabs = full.map((text, index) => {
		const label = isNarrow && index !== view ? clean`${index + 1}` : text;
		return index === view ? theme.select(clean` ${label} `) : theme.paint(clean` ${label} `, 'quiet');
	}).join('');
	const tabsWidth = full.map((text, index) => (isNarrow && index !== view ? 1 : text.length) + 2).reduce((sum, one) => sum + one, 0);
	const filterText = fit(filter === '' ? clean`` : clean` /${filter}`, Math.max(0, width - tabsWidth));
	return (
		<Box flexDirection='column'>
			<Row line={line(parts(snapshot, props.server), width, theme)}/>
			<Row line={`${tabs}${theme.paint(filterText, 'accent')}`}/>
		</Box>
	);
}
