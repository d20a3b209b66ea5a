import {Box, Text} from 'ink';
import {type PropsWithChildren, type ReactElement} from 'react';
import {cleanText} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {gap, type PlacedColumn} from '../../views/columns.js';
import type {TableRow} from '../../views/define-view.js';
import type {Styled, Theme} from '../../views/theme.js';
import {InkTable, type LineProps} from './ink-table.js';
import {Row} from './row.js';

/** What a table draws. */
export type TableProps = {
	readonly placed: ReadonlyArray<PlacedColumn<never>>;
	/** The rows to draw; pass only those that fit. */
	readonly rows: readonly TableRow[];
	/** Id of the selected row, or `null`. */
	readonly selectedId: string | null;
	readonly theme: Theme;
	/**
	What is drawn around the rows.

	- `none`: headings.
	- `rule`: headings and a line below them.
	- `full`: headings, and lines around everything.
	*/
	readonly frame: 'none' | 'rule' | 'full';
};

/** The lines between and around cells. Without a full frame the upright ones are left out. */
const skeletons: Readonly<Record<TableProps['frame'], (props: PropsWithChildren) => ReactElement>> = {
	none: ({children}) => <Text dimColor>{upright(children)}</Text>,
	rule: ({children}) => <Text dimColor>{upright(children)}</Text>,
	full: ({children}) => <Text dimColor>{children}</Text>,
};

function upright(children: PropsWithChildren['children']): string {
	return (children as string).replaceAll('│', ' ').replaceAll(/[├┼┤]/gu, '─');
}

function Heading({children}: PropsWithChildren): ReactElement {
	return <Text bold>{children}</Text>;
}

/**
A table whose headings and lines ink-table draws, and whose rows are ours: fitted to given widths, coloured by cell, with a selected row, and nothing between two rows.
*/
export class Table extends InkTable<TableProps> {
	// The constructor of ink-table keeps the components that it is given first: another frame needs another `key`.
	constructor(props: TableProps) {
		super({
			...props, data: [], header: Heading, skeleton: skeletons[props.frame],
		});
	}

	override getColumns(): LineProps['columns'] {
		return this.props.placed.map(({column, width}, index) => ({key: `${index} ${column.title}`, column: `${index}`, width}));
	}

	override getHeadings(): LineProps['data'] {
		return Object.fromEntries(this.props.placed.map(({column, width}, index) => [`${index}`, fit(cleanText(column.title), width - 1, column.align)]));
	}

	override render(): ReactElement {
		const {rows, frame, selectedId, theme} = this.props;
		const columns = this.getColumns();
		return (
			<Box flexDirection='column'>
				{frame === 'full' && this.header({key: 'top', columns, data: {}})}
				{this.heading({key: 'heading', columns, data: this.getHeadings()})}
				{frame !== 'none' && this.separator({key: 'rule', columns, data: {}})}
				{rows.map(row => <Row key={row.id} line={this.rowLine(row, row.id === selectedId, theme)}/>)}
				{frame === 'full' && this.footer({key: 'bottom', columns, data: {}})}
			</Box>
		);
	}

	private rowLine(row: TableRow, isSelected: boolean, theme: Theme): Styled {
		const {placed, frame} = this.props;
		const upright = frame === 'full' ? theme.paint(cleanText('│'), 'quiet') : ' '.repeat(gap);
		const first = frame === 'full' || !isSelected ? upright : '▸';
		const cells = placed.map(({column, width}, index) => {
			const {text = cleanText(''), style = 'plain'} = row.cells[index] ?? {};
			const fitted = fit(text, width - 1, column.align);
			return ` ${isSelected ? fitted : theme.paint(fitted, style)}`;
		});
		const line = `${first}${cells.join(upright)}${upright}`;
		return isSelected ? theme.select(line) : line;
	}
}
