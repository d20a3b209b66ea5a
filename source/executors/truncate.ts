import {cleanText} from '../protocol/clean-text.js';

/** One line of at most so many characters that is safe to show. */
export function truncate(text: string, longest: number): string {
	// What is cleaned away may be most of it, but not all of a megabyte.
	const line = cleanText(text.slice(0, longest * 10));
	return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}

/** What a program said last, for an error: the last two lines of its standard error. */
export function lastStderrLines(stderr: string): string {
	return stderr.trim().split('\n').slice(-2).join(' ') || 'it said nothing';
}
