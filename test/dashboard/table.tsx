import {renderToString} from 'ink';
import test from 'ava';
import stringWidth from 'string-width';
import {cleanText} from '../../source/protocol/clean-text.js';
import {expandPlaceholders} from '../../source/terminal/row-placeholders.js';
import {placeColumns, type Column} from '../../source/views/columns.js';
import {nothingLoaded} from '../../source/dashboard/details/details.js';
import {composeFrame, type ListBody} from '../../source/dashboard/frame.js';
import {List, Table} from '../../source/dashboard/components/table.js';
import {plainTheme, themeFor} from '../../source/views/theme.js';
import {initialViewState, reduceView} from '../../source/dashboard/view-state.js';
import {views} from '../../source/views/view-list.js';
import {awkward, storeOf} from './_swarm.js';

const {error} = console;
// React in development warns that the table gives its parent more than it was given itself, which is what it is for.
console.error = (text: unknown, ...rest: readonly unknown[]) => {
	if (!String(text).startsWith('When calling super() in')) {
		error(text, ...rest);
	}
};

const {snapshot} = storeOf(40);
const widths = [40, 41, 57, 80, 100, 133, 200];

function columnsOf(width: number) {
	const columns = ['NAME', 'COUNT', 'TEXT'].map((title, index): Column<never> => ({
		title, minWidth: 8, maxWidth: index === 2 ? Number.POSITIVE_INFINITY : 20, priority: index, align: index === 1 ? 'right' : 'left', cell: () => ({text: cleanText('')}),
	}));
	return placeColumns(columns, width);
}

const rows = awkward.map((name, index) => ({id: `${index}`, cells: [{text: cleanText(name)}, {text: cleanText(`${index}`)}, {text: cleanText(`${name} ${name}`)}]}));

function linesOf(drawn: string): readonly string[] {
	return expandPlaceholders(drawn).split('\n');
}

for (const hasRule of [false, true]) {
	test(`${hasRule ? 'with' : 'without'} a line below the headings, every row with any text has the same width`, t => {
		for (const width of widths) {
			for (const theme of [plainTheme, themeFor({})]) {
				const lines = linesOf(renderToString(<Table columns={columnsOf(width - 2)} rows={rows} selectedId='2' theme={theme} hasRule={hasRule}/>, {columns: width}));
				const drawn = lines.slice(hasRule ? 2 : 1);
				t.is(drawn.length, rows.length);
				t.deepEqual([...new Set(drawn.map(line => stringWidth(line)))], [width]);
				t.true(lines.every(line => stringWidth(line) <= width));
			}
		}
	});
}

test('the selected row is marked without colours', t => {
	const lines = linesOf(renderToString(<Table columns={columnsOf(60)} rows={rows} selectedId='1' theme={plainTheme} hasRule={false}/>, {columns: 62}));
	t.deepEqual(lines.map(line => line.startsWith('▸')), [false, false, true, ...rows.slice(2).map(() => false)]);
});

for (const [number, view] of views.entries()) {
	test(`${view.name} fits any terminal from 40×12 up`, t => {
		for (const width of widths) {
			for (const height of [9, 12, 21, 50]) {
				const state = reduceView({...initialViewState(views.length), view: number}, {type: 'select', id: null, index: 5});
				const {body} = composeFrame(snapshot, state, {width, height}, {loaded: nothingLoaded, help: []});
				const lines = linesOf(renderToString(<List body={body as ListBody} width={width} theme={plainTheme}/>, {columns: width}));
				t.true(lines.length <= height, `${view.name} ${width}×${height}: ${lines.length}`);
				t.deepEqual(lines.filter(line => stringWidth(line) > width), []);
				t.is(lines.filter(line => line.startsWith('▸')).length, 1);
				t.notRegex(lines.join(''), /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
			}
		}
	});
}

test('an empty list says why', t => {
	const state = reduceView(initialViewState(views.length), {type: 'filter', filter: 'zzz nothing zzz'});
	const {body} = composeFrame(snapshot, state, {width: 80, height: 20}, {loaded: nothingLoaded, help: []});
	const lines = linesOf(renderToString(<List body={body as ListBody} width={80} theme={plainTheme}/>, {columns: 80}));
	t.true(lines.some(line => line.includes('Nothing matches the filter. Esc clears it.')));
});
