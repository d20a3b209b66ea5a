import {Box, Text} from 'ink';
import {type PropsWithChildren, type ReactElement} from 'react';
import {cleanText} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {tableLine, type PlacedColumn} from '../../views/columns.js';
import type {TableRow} from '../../views/define-view.js';
import {plainTheme, type Theme} from '../../views/theme.js';
import {InkTable, type LineProps} from './ink-table.js';
import {Row} from './row.js';

/** Props of `Table`. */
export type TableProps = {
	readonly columns: ReadonlyArray<PlacedColumn<never>>;
	/** Only the rows that fit. */
	readonly rows: readonly TableRow[];
	readonly selectedId: string | null;
	/** Whether there is a line below the headings. */
	readonly hasRule: boolean;
	readonly theme: Theme;
};

/** The lines between cells, without the vertical ones. */
function Skeleton({children}: PropsWithChildren): ReactElement {
	return <Text dimColor>{(children as string).replaceAll('│', ' ').replaceAll(/[├┼┤]/gu, '─')}</Text>;
}

function Heading({children}: PropsWithChildren): ReactElement {
	return <Text bold>{children}</Text>;
}

/** A table with the headings of ink-table. The rows are drawn here: with fixed widths, a style per cell, a selection, and no lines between them. */
export class Table extends InkTable<TableProps> {
	constructor(props: TableProps) {
		super({
			...props, data: [], header: Heading, skeleton: Skeleton,
		});
	}

	override getColumns(): LineProps['columns'] {
		return this.props.columns.map(({column, width}, index) => ({key: `${index} ${column.title}`, column: `${index}`, width}));
	}

	override getHeadings(): LineProps['data'] {
		return Object.fromEntries(this.props.columns.map(({column, width}, index) => [`${index}`, fit(cleanText(column.title), width - 1, column.align)]));
	}

	override render(): ReactElement {
		const {columns, rows, hasRule, selectedId, theme} = this.props;
		const line = {columns: this.getColumns(), data: {}};
		return (
			<Box flexDirection='column'>
				{this.heading({...line, key: 'heading', data: this.getHeadings()})}
				{hasRule ? this.separator({...line, key: 'rule'}) : null}
				{rows.map(({id, cells}) => <Row key={id} line={id === selectedId ? theme.select(`▸ ${tableLine(columns, cells, plainTheme)} `) : `  ${tableLine(columns, cells, theme)} `}/>)}
			</Box>
		);
	}
}
