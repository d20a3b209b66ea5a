import type {ReactElement} from 'react';
import {cleanText} from '../protocol/clean-text.js';
import {displayWidth, fit} from '../terminal/fit.js';
import {keyBindings, type KeyContext} from './keys.js';
import {Row} from './row.js';
import type {Theme} from './theme.js';
import type {Target} from './view.js';
import type {Toast} from './view-state.js';

/**
The hints that fit, in the order of the table; `?` and `q` are the last to go.

@param target What is selected or open.
*/
export function hintsFor(context: KeyContext, width: number, target: Target['kind'] | null): ReadonlyArray<{readonly shown: string; readonly hint: string}> {
	const candidates = keyBindings.flatMap(({contexts, hint, hintOn, shown, rank = 0}) => {
		const isMeant = contexts.includes(context) && (!hintOn || (target !== null && hintOn.includes(target)));
		return hint !== undefined && isMeant ? [{shown, hint, rank}] : [];
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
	/** What is selected or open. */
	readonly target: Target['kind'] | null;
	readonly toast: Toast | null;
	readonly width: number;
	readonly theme: Theme;
};

/** The bottom line: a message if there is one, else what the keys do here. */
export function HintBar({context, target, toast, width, theme}: HintBarProps): ReactElement {
	if (toast) {
		return <Row line={theme.paint(fit(cleanText(` ${toast.text}`), width), toast.style)}/>;
	}

	const hints = hintsFor(context, width, target).map(({shown, hint}) => `${theme.paint(cleanText(shown), 'accent')} ${hint}`);
	return <Row line={` ${hints.join('  ')}`}/>;
}
