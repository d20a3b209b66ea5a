import {Text} from 'ink';
import type {ReactElement} from 'react';
import {keepRow} from '../../terminal/row-placeholders.js';
import type {Styled} from '../../views/theme.js';

/**
One row that is ready for the terminal: fitted to the width and painted. It takes one row of the layout, whatever its width.
*/
export function Row({line}: {readonly line: Styled}): ReactElement {
	return <Text>{line === '' ? ' ' : keepRow(line)}</Text>;
}
