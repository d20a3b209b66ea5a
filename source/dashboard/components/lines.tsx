import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {Row} from './row.js';
import type {Theme} from '../../views/theme.js';
import type {Line} from '../../views/define-view.js';

type LinesProps = {readonly lines: readonly Line[]; readonly width: number; readonly theme: Theme};

/** Lines of text, each cut to the width. */
export function Lines({lines, width, theme}: LinesProps): ReactElement {
	// Lines have no identity: what stands in a place is drawn in that place.
	const drawn = lines.map(({text, style}, place) => ({place, line: theme.paint(fit(text, width), style)}));
	return <Box flexDirection='column'>{drawn.map(({place, line}) => <Row key={place} line={line}/>)}</Box>;
}

/** Lines of text with a margin of one column on the left. */
export function MarginLines({lines, ...rest}: LinesProps): ReactElement {
	return <Lines {...rest} lines={lines.map(({text, style}) => ({text: clean` ${text}`, style}))}/>;
}
