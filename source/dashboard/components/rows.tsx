import {Box, Text} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {placeholderFor} from '../../terminal/row-placeholders.js';
import {fit} from '../../terminal/text-width.js';
import type {Line} from '../../views/lines.js';
import type {Styled, Theme} from '../../views/theme.js';

/** Where something is drawn, and how. */
export type Area = {readonly width: number; readonly height: number; readonly theme: Theme};

/** Terminal rows, already fitted to the width and painted. Each takes one row of the layout, whatever its width. */
export function Rows({rows}: {readonly rows: readonly Styled[]}): ReactElement {
	// Rows have no identity but their position.
	const placed = rows.map((row, position) => ({row, position}));
	return <Box flexDirection='column'>{placed.map(({row, position}) => <Text key={position}>{row === '' ? ' ' : placeholderFor(row)}</Text>)}</Box>;
}

/** Lines of text with a left margin of one column, each cut to the width. */
export function marginRows(lines: readonly Line[], {width, theme}: Omit<Area, 'height'>): readonly Styled[] {
	return lines.map(({text, style}) => theme.paint(fit(clean` ${text}`, width), style));
}
