import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import {views} from '../../views/view-list.js';
import type {Styled, Theme} from '../../views/theme.js';
import {textOf} from '../forms/text-input.js';
import type {Frame} from '../frame.js';
import type {HeaderValue} from './header-values.js';
import {Row} from './row.js';

/** Props of `Header`. */
export type HeaderProps = {
	readonly frame: Frame;
	/** Address and kind of the server, as far as known: in full, then shorter and shorter. */
	readonly server: readonly CleanText[];
	readonly width: number;
	readonly theme: Theme;
};

/** The two lines at the top: the most important values, and the tabs of the views with the filter. */
export function Header({frame: {header, state}, server: [server = clean``, ...shorter], width, theme}: HeaderProps): ReactElement {
	const {view, layer, lists} = state;
	const filter = layer.kind === 'filter' ? `${textOf(layer.input)}_` : lists[view]!.filter;
	const full = views.map(({name}, index) => clean` ${index + 1} ${name} `);
	const isNarrow = full.join('').length > width;
	const labels = full.map((label, index) => isNarrow && index !== view ? clean` ${index + 1} ` : label);
	const tabs = labels.map((label, index) => index === view ? theme.select(label) : theme.paint(label, 'quiet')).join('');
	const filterText = fit(filter === '' ? clean`` : clean` /${filter}`, Math.max(0, width - labels.join('').length));
	return (
		<Box flexDirection='column'>
			<Row line={valuesLine([...header, {text: server, style: 'quiet', shorter}], width, theme)}/>
			<Row line={`${tabs}${theme.paint(filterText, 'accent')}`}/>
		</Box>
	);
}

/** The values from the left, as many as fit. */
function valuesLine(values: readonly HeaderValue[], width: number, theme: Theme): Styled {
	let room = width;
	let line = '';
	for (const {text: whole, style, shorter = []} of values) {
		const gap = line === '' ? ' ' : '   ';
		const left = room - gap.length;
		const text = [whole, ...shorter].find(each => displayWidth(each) <= left);
		if (text === undefined) {
			break;
		}

		line += gap + theme.paint(text, style);
		room = left - displayWidth(text);
	}

	return line;
}
