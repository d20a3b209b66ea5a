import type {CleanText} from '../protocol/clean-text.js';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
A plot one row high: each value is a bar, the largest as high as can be; nothing at all is the lowest bar.

@param width Columns. More values than that: the newest are shown; fewer: as many columns as values.
*/
export function sparkline(values: readonly number[], width: number): CleanText {
	const shown = values.slice(Math.max(0, values.length - Math.max(0, width)));
	const most = Math.max(...shown, 0);
	return shown
		.map(value => bars[most === 0 ? 0 : Math.min(bars.length - 1, Math.ceil(value / most * (bars.length - 1)))])
		.join('') as CleanText;
}
