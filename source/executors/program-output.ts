import {cleanText} from '../protocol/clean-text.js';

/** Output as one line of at most `maxLength` characters that is safe to show. */
export function truncate(text: string, maxLength: number): string {
	// Cleaning may remove most of a text, but need not read a megabyte.
	const line = cleanText(text.slice(0, maxLength * 10));
	return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line;
}
