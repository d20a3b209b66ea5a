import type {Random} from './hostile-random.js';

const esc = '\u001B';

/** What does harm to a terminal, a parser, a reader of JSON or a person who looks at a table. */
const snippets = [
	// String sequences: clipboard, title, link, notification, sixel, status request, kitty graphics; some never end.
	`${esc}]52;c;cm0gLXJmIH4=\u0007`,
	`${esc}]0;owned${esc}\\`,
	`${esc}]8;;file:///etc/passwd${esc}\\click${esc}]8;;${esc}\\`,
	`${esc}]777;notify;a;b\u0007`,
	`${esc}P1;1q#0;2;0;0;0${esc}\\`,
	`${esc}P$q"p${esc}\\`,
	`${esc}_Gf=24,s=10,v=10;AAAA${esc}\\`,
	`${esc}^pm${esc}\\`,
	`${esc}Xsos${esc}\\`,
	`${esc}]52;c;never ends`,
	`${esc}Pnever ends`,
	// Control sequences: clear, leave the alternate screen, ask for answers, scroll region, mouse, print, resize, insert, end of the synchronized write.
	`${esc}[2J${esc}[3J${esc}[H`,
	`${esc}[?1049l`,
	`${esc}[6n${esc}[c${esc}[>q${esc}[18t`,
	`${esc}[1;5r`,
	`${esc}[?1000h${esc}[?1003h`,
	`${esc}[5i`,
	`${esc}[8;1;1t`,
	`${esc}[9999@${esc}[9999P`,
	`${esc}[?2026l${esc}[?7h`,
	`${esc}[31;1;7;8m`,
	`${esc}[38;2;1;2;3`,
	// Short ones, and ones that come to be when another is taken out of their middle.
	`${esc}c`,
	`${esc}(0`,
	`${esc}#8`,
	`${esc}${esc}[0m[2J`,
	`${esc}[${esc}[31mm`,
	`\u009B${esc}[0m2J`,
	esc,
	// C1 and C0.
	'\u009B31m',
	'\u009D0;owned\u009C',
	'\u0090q\u009C',
	'\u0085',
	'\u008D',
	'\u0000',
	'\u0007',
	'\b\b\b\b',
	'\r',
	'\r\n',
	'\n\n\n',
	'\t',
	'\v\f',
	'\u000E\u000F',
	'\u007F',
	// What turns, hides, joins and piles up.
	'\u202Eevil\u202C',
	'\u2066a\u2069',
	'\u200F',
	'\u061C',
	'\u200B',
	'\u200D',
	'\uFEFF',
	'\u2060',
	'\u00AD',
	'\u{E0041}\u{E007F}',
	'\uFE0F',
	'\u{E0100}',
	'\u034F',
	'\u115F\u3164\uFFA0\u2800',
	'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308',
	'Z\u0335'.repeat(40),
	'\u2028',
	'\u2029',
	'\uE000\uF8FF',
	'\uFFFE\uFFFF',
	'\u{10FFFF}',
	'\uFFFD',
	'\uD800',
	'\uDFFF',
	'\uDC00\uD800',
	// Wide, joined and foreign.
	'日本語のテキスト',
	'👩‍👩‍👧‍👦',
	'🏳️‍🌈',
	'🇩🇪🇫',
	'1️⃣',
	'مرحبا بالعالم',
	'नमस्ते',
	'ภาษาไทย',
	'ﷺ',
	'가각',
	'\uFF76\uFF9E',
	'ß',
	'İ',
	'﷽'.repeat(20),
	// What parsers, shells and templates trip over.
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'undefined',
	'null',
	'NaN',
	'Infinity',
	'1e999',
	'-0',
	'{}',
	'[',
	'{"',
	'"\\',
	String.raw`\u001b[2J`,
	String.raw`\x1b]0;`,
	'%s%n',
	'{red-fg}',
	'<script>',
	'$(id)',
	'; rm -rf ~',
	'\'"`',
	'*?[a-z]',
	'../../etc/passwd',
	'a b',
	'a/b',
	'a:b',
	':claimed',
	':result',
	'finding:',
	'finding_',
	'(others)',
	'-',
	'--help',
	' ',
	'\u00A0',
] as const;

/** A code point of any kind, lone surrogates too. */
function anyCharacter(random: Random): string {
	return random.chance(0.7) ? String.fromCharCode(random.int(0x1_00_00)) : String.fromCodePoint(random.int(0x11_00_00));
}

/** A text of a few hostile or harmless pieces. */
export function hostileText(random: Random): string {
	return random.times(1 + random.int(5), () => {
		switch (random.int(6)) {
			case 0: {
				return random.times(random.int(12), () => anyCharacter(random)).join('');
			}

			case 1: {
				return random.bytes(random.int(16)).toString('latin1');
			}

			case 2: {
				return `word${random.int(1000)} `;
			}

			default: {
				return random.pick(snippets);
			}
		}
	}).join('');
}

/** A hostile text of many thousand characters. */
export function longText(random: Random, length: number): string {
	const piece = `${hostileText(random)} `;
	return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** An id of any shape that is valid text; some are longer than any sane one. */
export function hostileId(random: Random): string {
	switch (random.int(12)) {
		case 0: {
			return `finding_${random.int(0x1_00_00_00).toString(16)}`;
		}

		case 1: {
			return `instance${random.int(10_000)}_update`;
		}

		case 2: {
			return random.pick(snippets);
		}

		case 3: {
			return random.chance(0.1) ? longText(random, 300 + random.int(4000)) : hostileText(random);
		}

		default: {
			return `${hostileText(random)}${random.int(100_000)}`;
		}
	}
}
