/**
Tell a text, but not the same again within a while: a broken link says the same every second.

@param forMs For how long, in milliseconds.
*/
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
