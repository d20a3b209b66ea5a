/** One figure, and what it should be. */
export type Measurement = {
	readonly what: string;
	readonly value: number;
	/** `x` is a ratio of two medians of the same run, or the median of the ratios of its rounds. */
	readonly unit: 'x' | 'ms' | '%' | 'MB' | 'bytes' | 'findings' | 'tasks/s';
	/** The largest value that is good, or the smallest where more is better, in the same unit; `null`: it is told, not judged. */
	readonly goal: number | null;
	/** Default: `less`. */
	readonly better?: 'less' | 'more';
	/** How it was measured, in a few words. */
	readonly note: string;
};

/** The middle of some numbers: of an even count, the upper one of the two in the middle. `NaN` of none. */
export function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Whether a figure is as good as it should be; one without a goal always is. `NaN` never is. */
export function isGood({value, goal, better}: Measurement): boolean {
	return goal === null || (better === 'more' ? value >= goal : value <= goal);
}

const digits: Readonly<Record<Measurement['unit'], number>> = {
	x: 2, ms: 2, '%': 2, MB: 1, bytes: 0, findings: 0, 'tasks/s': 0,
};

function format(value: number, unit: Measurement['unit']): string {
	return `${value.toFixed(digits[unit])} ${unit}`;
}

/** Figures as a table: what, value, goal, verdict, how. */
export function tableOf(measurements: readonly Measurement[]): string {
	const rows = measurements.map(measurement => {
		const {what, value, unit, goal, better, note} = measurement;
		const verdict = goal === null ? '' : (isGood(measurement) ? 'good' : 'MISSED');
		return [what, format(value, unit), goal === null ? '' : `${better === 'more' ? '>=' : '<='} ${format(goal, unit)}`, verdict, note];
	});
	const table = [['WHAT', 'VALUE', 'GOAL', 'VERDICT', 'HOW'], ...rows];
	const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => row[column]!.length)));
	return table.map(row => row.map((cell, column) => column === 1 || column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
