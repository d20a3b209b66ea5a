import {Box} from 'ink';
import type {ReactElement} from 'react';
import {cleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {fit} from '../terminal/fit.js';
import {Lines} from './lines.js';
import {Row} from './row.js';
import {Table} from './table.js';
import type {Theme} from './theme.js';
import type {Line, Selection, View} from './view.js';

/** What a list draws. */
export type ListProps = {
	readonly view: View;
	readonly snapshot: Snapshot;
	readonly selection: Selection;
	/** Number of the selected row. */
	readonly index: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

const fewestRows = 3;

/** How the height is shared: the summary gives way to the rows, and the line below the headings to both. */
export function shareHeight(height: number, wanted: number): {readonly summary: number; readonly hasRule: boolean; readonly rows: number} {
	const hasRule = height >= fewestRows + 4;
	const headings = hasRule ? 2 : 1;
	const summary = Math.max(0, Math.min(wanted, height - headings - fewestRows));
	return {summary, hasRule, rows: Math.max(1, height - headings - summary)};
}

/** The first row that is drawn, so that the selected one stands in the middle unless the list ends. */
export function firstRow(index: number, rows: number, count: number): number {
	return Math.max(0, Math.min(index - Math.floor(rows / 2), count - rows));
}

/** Which part of a view is drawn, and where. */
export function layOut({view, snapshot, selection, index, width, height}: Omit<ListProps, 'theme'>): {
	readonly summary: readonly Line[];
	readonly hasRule: boolean;
	readonly place: {readonly from: number; readonly count: number; readonly width: number};
} {
	const wanted = view.summary(snapshot, {width, height});
	const share = shareHeight(height, wanted.length);
	const from = firstRow(index, share.rows, view.count(snapshot, selection));
	return {summary: wanted.slice(0, share.summary), hasRule: share.hasRule, place: {from, count: share.rows, width: width - 2}};
}

/** One view: its summary, and the part of its rows around the selected one. */
export function List({view, snapshot, selection, index, width, height, theme}: ListProps): ReactElement {
	const {summary, hasRule, place} = layOut({
		view, snapshot, selection, index, width, height,
	});
	const window = view.window(snapshot, selection, place);
	const frame = hasRule ? 'rule' : 'none';
	return (
		<Box flexDirection='column'>
			<Lines lines={summary.map(({text, style}) => ({text: cleanText(` ${text}`), style}))} width={width} theme={theme}/>
			<Table
				key={frame}
				placed={window.columns}
				rows={window.rows}
				selectedId={view.idAt(snapshot, selection, index)}
				theme={theme}
				frame={frame}
			/>
			{window.rows.length === 0 && <Row line={theme.paint(fit(cleanText(`  ${view.emptyText(snapshot, selection)}`), width), 'quiet')}/>}
		</Box>
	);
}
