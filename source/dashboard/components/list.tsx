import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import type {Theme} from '../../views/theme.js';
import type {ListBody} from '../frame.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';
import {Table} from './table.js';

/** A view: its summary, and the part of its rows around the selected one. */
export function List({body: {summary, hasRule, columns, rows, empty, index, idAt}, width, theme}: {readonly body: ListBody; readonly width: number; readonly theme: Theme}): ReactElement {
	return (
		<Box flexDirection='column'>
			<MarginLines lines={summary} width={width} theme={theme}/>
			<Table columns={columns} rows={rows} selectedId={idAt(index)} hasRule={hasRule} theme={theme}/>
			{rows.length === 0 && <Row line={theme.paint(fit(clean`  ${empty}`, width), 'quiet')}/>}
		</Box>
	);
}
