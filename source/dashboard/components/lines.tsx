import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import type {Line} from '../../views/lines.js';
import type {Theme} from '../../views/theme.js';
import {Row} from './row.js';

type LinesProps = {readonly lines: readonly Line[]; readonly width: number; readonly theme: Theme};

/** Lines of text, each cut to the width. */
export function Lines({lines, width, theme}: LinesProps): ReactElement {
	// Lines have no identity but their position.
	const rows = lines.map(({text, style}, position) => ({position, line: theme.paint(fit(text, width), style)}));
	return <Box flexDirection='column'>{rows.map(({position, line}) => <Row key={position} line={line}/>)}</Box>;
}

/** Lines with a left margin of one column. */
export function MarginLines({lines, ...rest}: LinesProps): ReactElement {
	return <Lines {...rest} lines={lines.map(({text, style}) => ({text: clean` ${text}`, style}))}/>;
}
