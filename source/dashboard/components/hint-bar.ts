import {cleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import type {Styled, Theme} from '../../views/theme.js';
import type {Selected} from '../keymap/key-bindings.js';
import {keyBindings} from '../keymap/key-table.js';
import {contextOf, type KeyContext, type ViewState} from '../view-state.js';

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

/** The bottom line: the toast, else the key hints. */
export function bottomRow(state: ViewState, selected: Selected, width: number, theme: Theme): Styled {
	const {toast} = state;
	if (toast) {
		return theme.paint(fit(cleanText(` ${toast.text}`), width), toast.style);
	}

	return ` ${hintsFor(contextOf(state), width, selected).map(({shown, hint}) => `${theme.paint(cleanText(shown), 'accent')} ${hint}`).join('  ')}`;
}
