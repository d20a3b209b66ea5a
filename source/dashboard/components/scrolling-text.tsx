import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import type {Theme} from '../../views/theme.js';
import type {TextBody} from '../frame.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';

/** Props of `ScrollingText`. */
export type ScrollingTextProps = {readonly body: TextBody; readonly width: number; readonly height: number; readonly theme: Theme};

/** A scrolling text under its title. */
export function ScrollingText({body: {title, lines, from, lastFrom}, width, height, theme}: ScrollingTextProps): ReactElement {
	const rows = Math.max(1, height - 1);
	const position = lastFrom > 0 ? clean`  ${from + 1}-${Math.min(lines.length, from + rows)} of ${lines.length}` : '';
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}${position}`, width), 'strong')}/>
			<MarginLines lines={lines.slice(from, from + rows)} width={width} theme={theme}/>
		</Box>
	);
}
