import leven from 'leven';

const maxTypos = 2;
const maxLength = 50;

/** The name that was probably meant: the one with the fewest typos, at most two. `null`: none. */
export function closestTo(typed: string, names: readonly string[]): string | null {
	const word = typed.slice(0, maxLength);
	const [best] = names.map(name => ({name, typos: leven(word, name)})).toSorted((a, b) => a.typos - b.typos);
	return best !== undefined && best.typos <= maxTypos ? best.name : null;
}
