import {Box, Text} from 'ink';
import type {PropsWithChildren, ReactElement} from 'react';
import {clean, cleanText} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {tableLine} from '../../views/columns.js';
import {plainTheme, type Theme} from '../../views/theme.js';
import type {ListBody} from '../frame.js';
import {InkTable, type LineProps} from './ink-table.js';
import {marginRows, Rows} from './rows.js';

/** Props of `Table`. */
export type TableProps = Pick<ListBody, 'columns' | 'rows' | 'hasRule'> & {readonly selectedId: string | null; readonly theme: Theme};

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
				<Rows rows={rows.map(({id, cells}) => id === selectedId ? theme.select(`▸ ${tableLine(columns, cells, plainTheme)} `) : `  ${tableLine(columns, cells, theme)} `)}/>
			</Box>
		);
	}
}

/** A view: its summary, and the part of its rows around the selected one. */
export function List({body: {summary, hasRule, columns, rows, empty, index, idAt}, width, theme}: {readonly body: ListBody; readonly width: number; readonly theme: Theme}): ReactElement {
	return (
		<Box flexDirection='column'>
			<Rows rows={marginRows(summary, {width, theme})}/>
			<Table columns={columns} rows={rows} selectedId={idAt(index)} hasRule={hasRule} theme={theme}/>
			{rows.length === 0 && <Rows rows={[theme.paint(fit(clean`  ${empty}`, width), 'quiet')]}/>}
		</Box>
	);
}
