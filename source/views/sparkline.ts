import type {CleanText} from '../protocol/clean-text.js';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A one-row bar chart, scaled to the largest value. Zero is the lowest bar. @param width Maximum columns; only the newest values that fit are shown. */
export function sparkline(values: readonly number[], width: number): CleanText {
	const shown = values.slice(Math.max(0, values.length - Math.max(0, width)));
	const max = Math.max(...shown, 0);
	return shown
		.map(value => bars[max === 0 ? 0 : Math.min(bars.length - 1, Math.ceil(value / max * (bars.length - 1)))])
		.join('') as CleanText;
}
