import {Text} from 'ink';
import type {ReactElement} from 'react';
import {placeholderFor} from '../../terminal/row-placeholders.js';
import type {Styled} from '../../views/theme.js';

/** One terminal row, already fitted to the width and painted. Takes one row of the layout, whatever its width. */
export function Row({line}: {readonly line: Styled}): ReactElement {
	return <Text>{line === '' ? ' ' : placeholderFor(line)}</Text>;
}
