const shortEscapes: ReadonlyMap<string, string> = new Map([['\n', 'n'], ['\r', 'r'], ['\t', 't'], ['\u0007', 'a'], ['\b', 'b'], ['\\', '\\'], ['"', '"']]);

/** A text of bytes in quotation marks, as Redis writes it for people: printable ASCII stays. */
export function quote(text: string): string {
	const escaped = text.replaceAll(/[\\"]|[^ -~]/g, char => {
		const short = shortEscapes.get(char);
		return `\\${short ?? `x${char.charCodeAt(0).toString(16).padStart(2, '0')}`}`;
	});
	return `"${escaped}"`;
}
