import test from 'ava';
import fc from 'fast-check';
import {cleanText} from '../../source/protocol/clean-text.js';
import {placeColumns, type Column} from '../../source/views/columns.js';

function column(title: string, minWidth: number, priority: number, maxWidth?: number): Column<unknown> {
	return {
		title, minWidth, priority, ...(maxWidth !== undefined && {maxWidth}), cell: () => ({text: cleanText('')}),
	};
}

function placed(width: number, ...columns: ReadonlyArray<Column<unknown>>): string {
	return placeColumns(columns, width).map(({column: {title}, width: one}) => `${title}${one}`).join(' ');
}

test('all columns are shown if there is room, and one takes the rest', t => {
	const columns = [column('a', 5, 3, 8), column('b', 4, 2), column('c', 6, 1, Number.POSITIVE_INFINITY)];
	t.is(placed(60, ...columns), 'a8 b4 c46');
	t.is(placed(20, ...columns), 'a8 b4 c6');
	t.is(placed(17, ...columns), 'a5 b4 c6');
});

test('columns with the lowest priority are dropped first, in unchanged order', t => {
	const columns = [column('a', 5, 1), column('b', 5, 3), column('c', 5, 2)];
	t.is(placed(17, ...columns), 'a5 b5 c5');
	t.is(placed(16, ...columns), 'b5 c5');
	t.is(placed(10, ...columns), 'b5');
	t.is(placed(3, ...columns), 'b3');
	t.is(placed(0, ...columns), 'b1');
});

test('columns and the gaps between them never take more than the width', t => {
	const anyColumn = fc.tuple(fc.integer({min: 1, max: 20}), fc.integer({min: 0, max: 99}), fc.constantFrom(undefined, 30, Number.POSITIVE_INFINITY));
	const anyColumns = fc.array(anyColumn, {minLength: 1, maxLength: 10})
		.map(all => all.map(([minWidth, priority, maxWidth], index) => column(`${index}`, minWidth, priority, maxWidth)));
	fc.assert(fc.property(anyColumns, fc.integer({min: 1, max: 200}), (columns, width) => {
		const all = placeColumns(columns, width);
		t.true(all.length > 0);
		t.true(all.reduce((sum, one) => sum + one.width + 1, -1) <= width);
		t.true(all.length === 1 || all.every(one => one.width >= one.column.minWidth));
		t.true(all.every(one => one.width <= Math.max(one.column.minWidth, one.column.maxWidth ?? 0)));
		const most = Math.max(...columns.map(({priority}) => priority));
		t.true(all.some(one => one.column.priority === most));
	}));
});
