import {clean} from '../protocol/clean-text.js';
import type {Snapshot, Spend} from '../store/snapshot.js';
import {limitsText} from '../text/budget-text.js';
import {formatCount, formatMoment, formatUsd} from '../text/format-numbers.js';
import {savingsLine, savingsNote} from '../text/savings-text.js';
import {numberColumn, textColumn} from './columns.js';
import {defineView} from './define-view.js';
import type {Line} from './lines.js';
import {memoizeLast} from './memoize.js';
import {sparkline} from './sparkline.js';
import {spentStyle} from './theme.js';

type Row = Spend & {readonly by: 'model' | 'worker' | 'hour'};

const maxWorkers = 200;

const rowsOf = memoizeLast(
	({workers, cost}: Snapshot) => [workers.items, cost.byModel, cost.byHour],
	({workers, cost}): readonly Row[] => [
		...cost.byModel.map(spend => ({...spend, by: 'model' as const})),
		...workers.items
			.filter(({findings}) => findings > 0)
			.toSorted((a, b) => b.costUsd - a.costUsd || b.findings - a.findings)
			.slice(0, maxWorkers)
			.map(({id, findings, tokens, costUsd}) => ({
				name: id, findings, tokens, costUsd, by: 'worker' as const,
			})),
		...cost.byHour.toReversed().map(spend => ({...spend, name: formatMoment(Date.parse(spend.name)).slice(0, 16), by: 'hour' as const})),
	],
);

/** Cost by model, worker and hour, and the savings. */
export const costView = defineView<Row>({
	name: 'Cost',
	rows: rowsOf,
	summary(snapshot, {width, height}): readonly Line[] {
		const {cost, savings} = snapshot;
		const burn = cost.burnUsdPerHour === null ? 'nothing spent in the last hour' : `${formatUsd(cost.burnUsdPerHour)} an hour`;
		const lines: readonly Line[] = [
			{text: clean`workers ${formatUsd(cost.haikuUsd ?? 0)}   coordinator ${formatUsd(cost.sonnetUsd ?? 0)}   librarian ${formatUsd(cost.geminiUsd ?? 0)}   ${burn}`, style: 'strong'},
			{text: clean`budget  ${limitsText(cost) ?? 'none (B sets one)'}`, style: spentStyle(cost)},
			{text: savingsLine(savings), style: (savings.savedUsd ?? 0) < 0 ? 'warning' : (savings.savedUsd === null ? 'plain' : 'good')},
			{text: savingsNote(savings), style: 'quiet'},
			{text: clean`by hour ${sparkline(cost.byHour.map(({costUsd}) => costUsd), width - 10)}`, style: 'busy'},
		];
		return lines.slice(0, height);
	},
	idOf: row => `${row.by} ${row.name}`,
	matches: (row, text) => row.by.includes(text) || row.name.toLowerCase().includes(text),
	target: row => row.by === 'worker' ? {kind: 'worker', id: row.name} : null,
	empty: 'Nothing spent yet.',
	columns: [
		textColumn('BY', {minWidth: 7, priority: 70}, row => row.by, 'quiet'),
		textColumn('NAME', {minWidth: 16, maxWidth: 40, priority: 100}, row => row.name, 'strong'),
		numberColumn('FOUND', {minWidth: 9, priority: 60}, row => row.findings, formatCount),
		numberColumn('TOKENS', {minWidth: 10, priority: 50}, row => row.tokens, formatCount),
		numberColumn('COST', {minWidth: 11, priority: 90}, row => row.costUsd, formatUsd),
	],
});
