/** A function that keeps its last result until one of the objects that the result depends on is another one. @param partsOf These objects. */
export function memoizeLast<Input, Output>(partsOf: (input: Input) => readonly unknown[], make: (input: Input) => Output): (input: Input) => Output {
	let last: {readonly parts: readonly unknown[]; readonly output: Output} | null = null;
	return input => {
		const parts = partsOf(input);
		if (!last?.parts.every((part, index) => part === parts[index])) {
			last = {parts, output: make(input)};
		}

		return last.output;
	};
}

/** A function that keeps its result for as long as its argument lives. */
export function memoizeWeak<Input extends WeakKey, Output>(make: (input: Input) => Output): (input: Input) => Output {
	const known = new WeakMap<Input, {readonly output: Output}>();
	return input => {
		const kept = known.get(input) ?? {output: make(input)};
		known.set(input, kept);
		return kept.output;
	};
}
