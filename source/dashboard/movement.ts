/** A movement in a list or a text. */
export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/**
Where a movement leads, from 0 to `last`.

@param page How many rows are a page.
*/
export function step(move: Move, from: number, page: number, last: number): number {
	const to = {
		up: from - 1, down: from + 1, 'page-up': from - page, 'page-down': from + page, first: 0, last,
	}[move];
	return Math.max(0, Math.min(last, to));
}
