/**
A function that remembers its last result, and makes a new one only when one of the parts that it depends on is another object.

@param partsOf The parts of the input that the result depends on.
*/
export function rememberLast<Input, Output>(partsOf: (input: Input) => readonly unknown[], make: (input: Input) => Output): (input: Input) => Output {
	let last: {readonly parts: readonly unknown[]; readonly output: Output} | null = null;
	return input => {
		const parts = partsOf(input);
		if (!last?.parts.every((part, index) => part === parts[index])) {
			last = {parts, output: make(input)};
		}

		return last.output;
	};
}
