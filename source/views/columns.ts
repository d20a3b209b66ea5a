import {cleanText, type CleanText} from '../protocol/clean-text.js';
import {fit} from '../terminal/text-width.js';
import {formatAge} from '../text/format-numbers.js';
import type {Style, Styled, Theme} from './theme.js';

/** A cell before fitting. Default style: `plain`. */
export type Cell = {readonly text: CleanText; readonly style?: Style};

/** One column of a table. */
export type Column<Row> = {
	readonly title: string;
	/** The column is dropped if it would be narrower. */
	readonly minWidth: number;
	/** `Infinity`: takes the remaining width. Default: `minWidth`. */
	readonly maxWidth?: number;
	/** In a narrow terminal the columns with the lowest priority are dropped first. */
	readonly priority: number;
	/** Default: `left`. */
	readonly align?: 'left' | 'right';
	readonly cell: (row: Row, nowMs: number) => Cell;
	/** Sort key: numbers descending, text ascending. Without it the column is not sortable. */
	readonly sortBy?: (row: Row, nowMs: number) => number | string;
};

/** A column and its width. */
export type PlacedColumn<Row> = {readonly column: Column<Row>; readonly width: number};

const gap = 1;

/** A cell with the time since a moment, or a text if it is not known. */
export function ageCell(nowMs: number, sinceMs: number | null, unknown = '?'): Cell {
	return sinceMs === null ? {text: cleanText(unknown), style: 'quiet'} : {text: formatAge(nowMs - sinceMs)};
}

type Place = Pick<Column<never>, 'minWidth' | 'maxWidth' | 'priority'>;

/** A column of texts, `?` where there is none, sorted by them. */
export function textColumn<Row>(title: string, place: Place, textOf: (row: Row) => string | null, style: Style | ((row: Row) => Style) = 'plain'): Column<Row> {
	return {
		title,
		...place,
		cell: row => ({text: cleanText(textOf(row) ?? '?'), style: typeof style === 'function' ? style(row) : style}),
		sortBy: row => textOf(row) ?? '',
	};
}

/** A column of numbers, `?` where there is none, sorted by them. */
export function numberColumn<Row>(title: string, place: Place, numberOf: (row: Row) => number | null, format: (value: number) => CleanText): Column<Row> {
	return {
		title,
		...place,
		align: 'right',
		cell(row) {
			const value = numberOf(row);
			return {text: value === null ? cleanText('?') : format(value)};
		},
		sortBy: row => numberOf(row) ?? -1,
	};
}

/**
Choose the columns that fit, and their widths: first all minimum widths by priority, then what is left, by priority too. Widths depend on the terminal alone, never on the data, so that columns do not jump.

The column with the highest priority is always there, cut to the width if necessary.
*/
export function placeColumns<Row>(columns: ReadonlyArray<Column<Row>>, width: number): ReadonlyArray<PlacedColumn<Row>> {
	const byPriority = columns.toSorted((a, b) => b.priority - a.priority);
	const widths = new Map<Column<Row>, number>();
	let left = width;
	for (const column of byPriority) {
		const before = widths.size === 0 ? 0 : gap;
		if (widths.size === 0 || before + column.minWidth <= left) {
			const taken = Math.max(1, Math.min(column.minWidth, left));
			widths.set(column, taken);
			left = Math.max(0, left - before - taken);
		}
	}

	// Columns of unlimited width grow last.
	const isUnlimited = ({maxWidth}: Column<Row>) => maxWidth === Number.POSITIVE_INFINITY;
	for (const [column, before] of [...widths].toSorted(([a], [b]) => Number(isUnlimited(a)) - Number(isUnlimited(b)))) {
		const after = Math.max(before, Math.min(column.maxWidth ?? column.minWidth, before + left));
		widths.set(column, after);
		left -= after - before;
	}

	return columns.filter(column => widths.has(column)).map(column => ({column, width: widths.get(column)!}));
}

/** One line of a table, with each cell fitted to its column. */
export function tableLine(columns: ReadonlyArray<PlacedColumn<never>>, cells: readonly Cell[], {paint}: Pick<Theme, 'paint'>): Styled {
	return columns.map(({column, width}, index) => {
		const {text = cleanText(''), style = 'plain'} = cells[index] ?? {};
		return paint(fit(text, width - 1, column.align), style);
	}).join('  ');
}
