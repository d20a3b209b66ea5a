import type {Snapshot} from '../store/snapshot.js';
import {
	placeColumns, type Cell, type Column, type PlacedColumn,
} from './columns.js';
import type {Line} from './lines.js';

/** Something that has details. */
export type Target = {readonly kind: 'worker' | 'task' | 'finding' | 'entry'; readonly id: string};

/** A row of a table: one cell for each column. */
type TableRow = {readonly id: string; readonly cells: readonly Cell[]};

/** Some rows of a table, and its columns. */
export type TableWindow = {readonly columns: ReadonlyArray<PlacedColumn<never>>; readonly rows: readonly TableRow[]};

/** The definition of a view. */
export type ViewDefinition<Row extends object> = {
	readonly name: string;
	/** At most `height` lines above the list, not yet fitted to the width. Default: none. */
	readonly summary?: (snapshot: Snapshot, size: {readonly width: number; readonly height: number}) => readonly Line[];
	readonly rows: (snapshot: Snapshot) => readonly Row[];
	readonly columns: ReadonlyArray<Column<Row>>;
	readonly idOf: (row: Row) => string;
	/** Whether a row contains a text, which is in lower case. */
	readonly matches: (row: Row, text: string) => boolean;
	readonly target: (row: Row) => Target | null;
	/** Whether the selection stays on the first row while newer rows arrive, until another row is selected. Default: `false`. */
	readonly follows?: boolean;
	/** Shown if there are no rows. */
	readonly empty: string;
	/** Shown if no row matches the filter and not everything was searched; `null`: everything was. Default: `null`. */
	readonly nothingMatches?: (snapshot: Snapshot) => string | null;
};

/** Which rows of a view, and in which order. `sortedBy` is the title of a column. */
export type Selection = {readonly filter: string; readonly sortedBy: string | null};

/** A view, for any type of row. */
export type View = ReturnType<typeof defineView>;

/** Make a view from its definition. It caches the last selection of rows, so that drawing, counting and finding take one pass, and whether each row passed the filter, so that one change does not search 100,000 rows again. */
export function defineView<Row extends object>({
	name, rows: allRows, columns, idOf, matches, target, summary = () => [], follows = false, empty, nothingMatches,
}: ViewDefinition<Row>) {
	let passed = new WeakMap<Row, boolean>();
	let last: {all: readonly Row[]; selection: Selection; selected: readonly Row[]} | null = null;

	function select(snapshot: Snapshot, selection: Selection): readonly Row[] {
		const all = allRows(snapshot);
		if (last?.all === all && last.selection.filter === selection.filter && last.selection.sortedBy === selection.sortedBy) {
			return last.selected;
		}

		if (last?.selection.filter !== selection.filter) {
			passed = new WeakMap();
		}

		const needle = selection.filter.toLowerCase();
		const found = needle === ''
			? all
			: all.filter(row => {
				const isMatch = passed.get(row) ?? matches(row, needle);
				passed.set(row, isMatch);
				return isMatch;
			});
		const selected = sortRows(found, columns.find(({title}) => title === selection.sortedBy), snapshot.atMs);
		last = {all, selection, selected};
		return selected;
	}

	return {
		name,
		follows,
		/** The titles of the columns that can be sorted by. */
		sortable: columns.filter(({sortBy}) => sortBy).map(({title}) => title),
		summary,
		/** Shown if there are no rows. */
		emptyText: (snapshot: Snapshot, {filter}: Selection) => filter === '' ? empty : nothingMatches?.(snapshot) ?? 'Nothing matches the filter. Esc clears it.',
		count: (snapshot: Snapshot, selection: Selection) => select(snapshot, selection).length,
		/** The index of the row with an id, or -1. */
		indexOf: (snapshot: Snapshot, selection: Selection, id: string) => select(snapshot, selection).findIndex(row => idOf(row) === id),
		/** The id of a row, or `null`. */
		idAt(snapshot: Snapshot, selection: Selection, index: number) {
			const row = select(snapshot, selection)[index];
			return row ? idOf(row) : null;
		},
		targetAt(snapshot: Snapshot, selection: Selection, index: number) {
			const row = select(snapshot, selection)[index];
			return row ? target(row) : null;
		},
		/** Some rows, with the columns that fit. */
		window(snapshot: Snapshot, selection: Selection, {from, count, width}: {readonly from: number; readonly count: number; readonly width: number}): TableWindow {
			const placed = placeColumns(columns, width);
			const rows = select(snapshot, selection).slice(from, from + count);
			return {columns: placed, rows: rows.map(row => ({id: idOf(row), cells: placed.map(({column}) => column.cell(row, snapshot.atMs))}))};
		},
	};
}

function sortRows<Row>(rows: readonly Row[], column: Column<Row> | undefined, nowMs: number): readonly Row[] {
	const sortBy = column?.sortBy;
	if (!sortBy) {
		return rows;
	}

	const keyed = rows.map(row => ({row, key: sortBy(row, nowMs)}));
	return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({row}) => row);
}

/** Numbers descending, text ascending. */
function compare(a: number | string, b: number | string): number {
	return typeof a === 'number' && typeof b === 'number' ? b - a : Number(String(a) > String(b)) - Number(String(a) < String(b));
}
