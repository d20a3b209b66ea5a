import type {ReactElement} from 'react';
import {cleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import type {Selected} from '../keymap/key-binding.js';
import {keyBindings} from '../keymap/key-table.js';
import {Row} from './row.js';
import type {Theme} from '../../views/theme.js';
import type {KeyContext, Toast} from '../view-state.js';

/** The hints that fit, in the order of the table, those with the lowest rank dropped first. Of actions, those that apply to what is selected. */
export function hintsFor(context: KeyContext, width: number, selected: Selected): ReadonlyArray<{readonly shown: string; readonly hint: string}> {
	const candidates = keyBindings.filter(({contexts}) => contexts.includes(context)).flatMap(({hint: word, shown, rank = 0}) => {
		const hint = typeof word === 'function' ? word(selected) : word;
		return typeof hint === 'string' ? [{shown, hint, rank}] : [];
	});
	const kept = new Set<unknown>();
	let used = 0;
	for (const candidate of candidates.toSorted((a, b) => b.rank - a.rank)) {
		const needed = displayWidth(candidate.shown) + 1 + displayWidth(candidate.hint) + (kept.size === 0 ? 1 : 2);
		if (used + needed > width) {
			break;
		}

		kept.add(candidate);
		used += needed;
	}

	return candidates.filter(candidate => kept.has(candidate));
}

/** What the bottom line draws. */
export type HintBarProps = {
	readonly context: KeyContext;
	readonly selected: Selected;
	readonly toast: Toast | null;
	readonly width: number;
	readonly theme: Theme;
};

/** The bottom line: a message if there is one, else what the keys do here. */
export function HintBar({context, selected, toast, width, theme}: HintBarProps): ReactElement {
	if (toast) {
		return <Row line={theme.paint(fit(cleanText(` ${toast.text}`), width), toast.style)}/>;
	}

	const hints = hintsFor(context, width, selected).map(({shown, hint}) => `${theme.paint(cleanText(shown), 'accent')} ${hint}`);
	return <Row line={` ${hints.join('  ')}`}/>;
}
