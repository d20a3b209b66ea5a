import type {ReactElement} from 'react';
import {cleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import type {Theme} from '../../views/theme.js';
import type {Selected} from '../keymap/key-binding.js';
import {keyBindings} from '../keymap/key-table.js';
import type {KeyContext, Toast} from '../view-state.js';
import {Row} from './row.js';

/** The hints that apply and fit, in the order of the key table. Those with the lowest rank are dropped first. */
export function hintsFor(context: KeyContext, width: number, selected: Selected): ReadonlyArray<{readonly shown: string; readonly hint: string}> {
	const candidates = keyBindings.filter(({contexts}) => contexts.includes(context)).flatMap(({hint: word, shown, rank = 0}) => {
		const hint = typeof word === 'function' ? word(selected) : word;
		return typeof hint === 'string' ? [{shown, hint, rank}] : [];
	});
	const kept = new Set<unknown>();
	let used = 0;
	for (const candidate of candidates.toSorted((a, b) => b.rank - a.rank)) {
		used += displayWidth(`${candidate.shown} ${candidate.hint}`) + (kept.size === 0 ? 1 : 2);
		if (used > width) {
			break;
		}

		kept.add(candidate);
	}

	return candidates.filter(candidate => kept.has(candidate));
}

/** Props of `HintBar`. */
export type HintBarProps = {
	readonly context: KeyContext;
	readonly selected: Selected;
	readonly toast: Toast | null;
	readonly width: number;
	readonly theme: Theme;
};

/** The bottom line: the toast, else the key hints. */
export function HintBar({context, selected, toast, width, theme}: HintBarProps): ReactElement {
	if (toast) {
		return <Row line={theme.paint(fit(cleanText(` ${toast.text}`), width), toast.style)}/>;
	}

	const hints = hintsFor(context, width, selected).map(({shown, hint}) => `${theme.paint(cleanText(shown), 'accent')} ${hint}`);
	return <Row line={` ${hints.join('  ')}`}/>;
}
