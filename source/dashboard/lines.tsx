import {Box} from 'ink';
import type {ReactElement} from 'react';
import {fit} from '../terminal/fit.js';
import {Row} from './row.js';
import type {Theme} from './theme.js';
import type {Line} from './view.js';

/** Lines of text, each cut to the width. */
export function Lines({lines, width, theme}: {readonly lines: readonly Line[]; readonly width: number; readonly theme: Theme}): ReactElement {
	// Lines have no identity: what stands in a place is drawn in that place.
	const drawn = lines.map(({text, style}, place) => ({place, line: theme.paint(fit(text, width), style)}));
	return <Box flexDirection='column'>{drawn.map(({place, line}) => <Row key={place} line={line}/>)}</Box>;
}
