import {clean, type CleanText} from '../protocol/clean-text.js';
import {formatCount} from './format.js';

/** A number of things, in the right plural: `1 task`, `2 tasks`. For nouns that take an `s`. */
export function countOf(count: number, noun: string): CleanText {
	return clean`${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
