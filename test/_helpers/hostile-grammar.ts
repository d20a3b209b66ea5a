/*
Everything that the dashboard may write on a terminal, as an exact grammar:

	output  = enter frame* leave
	frame   = CSI ?2026h [ CSI 0m CSI 2J ] change* CSI ?2026l
	change  = CSI <row>;1H CSI 0m CSI 2K ( style | visible )*
	style   = one of our SGR parameters, one at a time
	visible = no control, format, surrogate, private-use or line-breaking character
*/
const visible = String.raw`[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]`;
const style = String.raw`\u001B\[(?:0|1|2|7|22|27|31|32|33|34|35|36|39|90)m`;
const change = String.raw`\u001B\[\d{1,3};1H\u001B\[0m\u001B\[2K(?:${style}|${visible})*`;
const frame = new RegExp(String.raw`\u001B\[\?2026h(?:\u001B\[0m\u001B\[2J)?(?:${change})*\u001B\[\?2026l`, 'uy');
const enter = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J\u001B[H\u001B[?1004h\u001B[?2004h';
const leave = '\u001B[?2026l\u001B[?2004l\u001B[?1004l\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l';

/**
Where the output of a whole run of the dashboard leaves the grammar: that place and what stands around it, as JSON; `null` where all of it is allowed.
*/
export function firstForbidden(raw: string): string | null {
	if (!raw.startsWith(enter)) {
		return `at the beginning: ${JSON.stringify(raw.slice(0, 200))}`;
	}

	let index = enter.length;
	for (;;) {
		frame.lastIndex = index;
		const found = frame.exec(raw);
		if (!found) {
			break;
		}

		index += found[0].length;
	}

	return raw.slice(index) === leave ? null : `at ${index} of ${raw.length}: ${culprit(raw.slice(index))}`;
}

/** The first character of a broken frame that is neither visible nor part of what is allowed, with its surroundings. */
function culprit(rest: string): string {
	const allowed = new RegExp(String.raw`(?:${visible}|${style}|\u001B\[\?2026[hl]|\u001B\[0m\u001B\[2J|\u001B\[\d{1,3};1H\u001B\[0m\u001B\[2K)*`, 'uy');
	const length = allowed.exec(rest)?.[0].length ?? 0;
	return JSON.stringify(rest.slice(Math.max(0, length - 100), length + 100));
}

/** The first character of a printed text that does not belong there, with its surroundings; `null`: there is none. Line feeds may be there. */
export function firstUnprintable(text: string): string | null {
	const index = text.search(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u) === -1 ? -1 : text.search(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u);
	return index === -1 ? null : `at ${index}: ${JSON.stringify(text.slice(Math.max(0, index - 60), index + 60))}`;
}
