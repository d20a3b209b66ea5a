import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import type {Frame} from '../frame.js';
import type {HeaderPart} from './header-values.js';
import {Row} from './row.js';
import {textOf} from '../forms/text-input.js';
import type {Styled, Theme} from '../../views/theme.js';
import {views} from '../../views/all-views.js';

/** What the header draws. */
export type HeaderProps = {
	readonly frame: Frame;
	/** Address and kind of the server, as far as they are known: in full, then shorter and shorter. */
	readonly server: readonly CleanText[];
	readonly width: number;
	readonly theme: Theme;
};

/** Parts from the left, as many as fit, those further left first. */
function line(all: readonly HeaderPart[], width: number, theme: Theme): Styled {
	let used = 0;
	let drawn = '';
	for (const {text: whole, style, shorter = []} of all) {
		const gap = drawn === '' ? 1 : 3;
		const left = width - used - gap;
		const text = [whole, ...shorter].find(each => displayWidth(each) <= left);
		if (text === undefined) {
			break;
		}

		drawn += `${drawn === '' ? ' ' : '   '}${theme.paint(text, style)}`;
		used += gap + displayWidth(text);
	}

	return drawn;
}

/** The two lines on top: what matters at a glance, and the views. */
export function Header({frame: {header, state}, server: [server = clean``, ...shorter], width, theme}: HeaderProps): ReactElement {
	const {view, layer, lists} = state;
	const filter = layer.kind === 'filter' ? `${textOf(layer.input)}_` : lists[view]!.filter;
	const full = views.map(({name}, index) => clean`${index + 1} ${name}`);
	const isNarrow = full.join('  ').length + 2 > width;
	const labels = full.map((text, index) => isNarrow && index !== view ? clean` ${index + 1} ` : clean` ${text} `);
	const tabs = labels.map((label, index) => index === view ? theme.select(label) : theme.paint(label, 'quiet')).join('');
	const filterText = fit(filter === '' ? clean`` : clean` /${filter}`, Math.max(0, width - labels.join('').length));
	return (
		<Box flexDirection='column'>
			<Row line={line([...header, {text: server, style: 'quiet', shorter}], width, theme)}/>
			<Row line={`${tabs}${theme.paint(filterText, 'accent')}`}/>
		</Box>
	);
}
