/** Pass a text on, unless it is the same as the last one within `forMs` milliseconds: a broken connection reports the same every second. */
export function suppressRepeats(tell: (text: string) => void, forMs: number): (text: string) => void {
	let last = '';
	let toldAtMs = Number.NEGATIVE_INFINITY;
	return text => {
		const nowMs = performance.now();
		if (text !== last || nowMs - toldAtMs > forMs) {
			last = text;
			toldAtMs = nowMs;
			tell(text);
		}
	};
}
