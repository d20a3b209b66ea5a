/** A task of the benchmark. */
export type BenchTask = {
	readonly id: string;
	/** What lies under its key, before it is made JSON. */
	readonly body: {readonly description: string; readonly files: readonly string[]};
};

/** The tasks of a batch: the same for every participant. */
export function tasksOf(batch: number, count: number): readonly BenchTask[] {
	return Array.from({length: count}, (_, index) => ({
		id: `task_${batch}_${String(index).padStart(6, '0')}`,
		body: {description: `Search shard ${index % 64} for uses of parseDate and list the files`, files: [`docs/agents-${index % 40}.md`]},
	}));
}
