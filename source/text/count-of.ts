import {clean, type CleanText} from '../protocol/clean-text.js';
import {formatCount} from './format-numbers.js';

/** A number of things: `1 task`, `2 tasks`. `plural` is for nouns that do not just take an `s`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): CleanText {
	return clean`${formatCount(count)} ${count === 1 ? noun : plural}`;
}
