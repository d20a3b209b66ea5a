import type {Snapshot} from '../store/snapshot.js';
import {
	placeColumns, type Cell, type Column, type PlacedColumn,
} from './columns.js';
import type {Line} from './lines.js';

/** Something whose details can be opened. */
export type Target = {readonly kind: 'worker' | 'task' | 'finding' | 'entry'; readonly id: string};

/** A row of a table: one cell for each column. */
export type TableRow = {readonly id: string; readonly cells: readonly Cell[]};

/** The definition of a view. */
export type ViewDefinition<Row extends object> = {
	readonly name: string;
	/** Lines above the list, no more than `height`, not yet fitted to the width. Default: none. */
	readonly summary?: (snapshot: Snapshot, size: {readonly width: number; readonly height: number}) => readonly Line[];
	readonly rows: (snapshot: Snapshot) => readonly Row[];
	readonly columns: ReadonlyArray<Column<Row>>;
	readonly idOf: (row: Row) => string;
	/** Whether a row has a text in it; the text is in lower case. */
	readonly matches: (row: Row, text: string) => boolean;
	readonly target: (row: Row) => Target | null;
	/** Whether the selection stays on the first row while newer ones arrive, until another row is selected. Default: `false`. */
	readonly follows?: boolean;
	/** Shown in place of rows where there are none. */
	readonly empty: string;
	/** The same if no row matches the filter and not everything was searched; `null`: everything was. Default: `null`. */
	readonly nothingMatches?: (snapshot: Snapshot) => string | null;
};

/** What is asked of a view: which rows, in which order. */
export type Selection = {readonly filter: string; readonly sortedBy: string | null};

/** A part of a view's rows, ready to be drawn. */
type Window = {
	readonly columns: ReadonlyArray<PlacedColumn<never>>;
	readonly rows: readonly TableRow[];
};

/** A view with its row type erased. */
export type View = {
	readonly name: string;
	/** Shown in place of rows. */
	readonly emptyText: (snapshot: Snapshot, selection: Selection) => string;
	readonly follows: boolean;
	readonly sortable: readonly string[];
	readonly summary: NonNullable<ViewDefinition<never>['summary']>;
	/** How many rows there are. */
	readonly count: (snapshot: Snapshot, selection: Selection) => number;
	/** Where the row with an id is, or -1. */
	readonly indexOf: (snapshot: Snapshot, selection: Selection, id: string) => number;
	/** The id of a row, or `null`. */
	readonly idAt: (snapshot: Snapshot, selection: Selection, index: number) => string | null;
	readonly targetAt: (snapshot: Snapshot, selection: Selection, index: number) => Target | null;
	readonly window: (snapshot: Snapshot, selection: Selection, place: {readonly from: number; readonly count: number; readonly width: number}) => Window;
};

/**
Make a view of its definition. It remembers its last selection of rows, so that drawing, counting and finding cost one pass, and remembers of every row whether it passed the filter, so that 100,000 rows are not searched again when one changes.
*/
export function defineView<Row extends object>(definition: ViewDefinition<Row>): View {
	const {rows: allRows, columns, idOf, matches, target} = definition;
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
				const known = passed.get(row) ?? matches(row, needle);
				passed.set(row, known);
				return known;
			});
		const selected = sortRows(found, columns.find(({title}) => title === selection.sortedBy), snapshot.atMs);
		last = {all, selection, selected};
		return selected;
	}

	return {
		name: definition.name,
		emptyText: (snapshot, {filter}) => filter === '' ? definition.empty : definition.nothingMatches?.(snapshot) ?? 'Nothing matches the filter. Esc clears it.',
		follows: definition.follows ?? false,
		sortable: columns.filter(({sortBy}) => sortBy).map(({title}) => title),
		summary: definition.summary ?? (() => []),
		count: (snapshot, selection) => select(snapshot, selection).length,
		indexOf: (snapshot, selection, id) => select(snapshot, selection).findIndex(row => idOf(row) === id),
		idAt(snapshot, selection, index) {
			const row = select(snapshot, selection)[index];
			return row ? idOf(row) : null;
		},
		targetAt(snapshot, selection, index) {
			const row = select(snapshot, selection)[index];
			return row ? target(row) : null;
		},
		window(snapshot, selection, {from, count, width}) {
			const placed = placeColumns(columns, width);
			const rows = select(snapshot, selection).slice(from, from + count).map(row => ({
				id: idOf(row),
				cells: placed.map(({column}) => column.cell(row, snapshot.atMs)),
			}));
			return {columns: placed, rows};
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

/** Numbers from the largest, texts from A. */
function compare(a: number | string, b: number | string): number {
	if (typeof a === 'number' && typeof b === 'number') {
		return b - a;
	}

	return String(a) === String(b) ? 0 : (String(a) < String(b) ? -1 : 1);
}
