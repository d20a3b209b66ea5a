import {Box} from 'ink';
import type {ReactElement} from 'react';
import {cleanText} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import type {ListBody} from '../frame.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';
import {Table} from './table.js';
import type {Theme} from '../../views/theme.js';

/** What a list draws. */
export type ListProps = {
	readonly body: ListBody;
	readonly width: number;
	readonly theme: Theme;
};

/** One view: its summary, and the part of its rows around the selected one. */
export function List({body: {summary, hasRule, columns, rows, empty, index, idAt}, width, theme}: ListProps): ReactElement {
	return (
		<Box flexDirection='column'>
			<MarginLines lines={summary} width={width} theme={theme}/>
			<Table columns={columns} rows={rows} selectedId={idAt(index)} hasRule={hasRule} theme={theme}/>
			{rows.length === 0 && <Row line={theme.paint(fit(cleanText(`  ${empty}`), width), 'quiet')}/>}
		</Box>
	);
}
