import {Box, Text} from 'ink';
import type {ReactElement} from 'react';
import {cleanText} from '../protocol/clean-text.js';
import {fit} from '../terminal/fit.js';
import type {Theme} from './theme.js';
import type {Line} from './view.js';

/** Lines of text, each cut to the width. */
export function Lines({lines, width, theme}: {readonly lines: readonly Line[]; readonly width: number; readonly theme: Theme}): ReactElement {
	// Lines have no identity: what stands in a place is drawn in that place.
	const drawn = lines.map(({text, style}, place) => ({place, line: text === '' ? ' ' : theme.paint(cleanText(fit(text, width).trimEnd()), style)}));
	return <Box flexDirection='column'>{drawn.map(({place, line}) => <Text key={place} wrap='truncate'>{line}</Text>)}</Box>;
}
