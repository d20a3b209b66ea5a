import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, type CleanText} from '../protocol/clean-text.js';
import {fit} from '../terminal/fit.js';
import {wrapLines} from './details.js';
import {Lines} from './lines.js';
import {Row} from './row.js';
import type {Theme} from './theme.js';
import type {Line} from './view.js';

/** What a scrolled text draws. */
export type ScrolledProps = {
	readonly title: CleanText;
	readonly lines: readonly Line[];
	/** The first line drawn; too large a number shows the end. */
	readonly scroll: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** How far a text of so many lines can be scrolled. */
export function lastScroll(lineCount: number, height: number): number {
	return Math.max(0, lineCount - Math.max(1, height - 1));
}

/** Lines as they are scrolled: wrapped to the width, with a margin on both sides. */
export function scrollable(lines: readonly Line[], width: number): readonly Line[] {
	return wrapLines(lines, Math.max(1, width - 2));
}

/** A text that wraps and scrolls, under its title. */
export function Scrolled({title, lines, scroll, width, height, theme}: ScrolledProps): ReactElement {
	const wrapped = scrollable(lines, width);
	const rows = Math.max(1, height - 1);
	const from = Math.min(scroll, lastScroll(wrapped.length, height));
	const place = wrapped.length > rows ? clean`  ${from + 1}-${Math.min(wrapped.length, from + rows)} of ${wrapped.length}` : '';
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}${place}`, width), 'strong')}/>
			<Lines lines={wrapped.slice(from, from + rows).map(({text, style}) => ({text: clean` ${text}`, style}))} width={width} theme={theme}/>
		</Box>
	);
}
