import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import type {TextBody} from '../frame.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';
import type {Theme} from '../../views/theme.js';

/** What a scrolled text draws. */
export type ScrolledProps = {
	readonly body: TextBody;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** A text that wraps and scrolls, under its title. */
export function Scrolled({body: {title, lines, from, lastFrom}, width, height, theme}: ScrolledProps): ReactElement {
	const rows = Math.max(1, height - 1);
	const place = lastFrom > 0 ? clean`  ${from + 1}-${Math.min(lines.length, from + rows)} of ${lines.length}` : '';
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}${place}`, width), 'strong')}/>
			<MarginLines lines={lines.slice(from, from + rows)} width={width} theme={theme}/>
		</Box>
	);
}
