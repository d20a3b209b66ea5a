/** A text as C reads it: not behind a byte of 0. */
export function untilZero(text: string): string {
	const end = text.indexOf('\0');
	return end === -1 ? text : text.slice(0, end);
}
