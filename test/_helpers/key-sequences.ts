/** What a terminal sends at once, and the name of the key that it is; `null` where it is none that this program knows. */
export type KeySequence = readonly [bytes: string, name: string | null];

const esc = '\u001B';
const modifiers = Array.from({length: 15}, (_, index) => index + 2);
const printable = Array.from({length: 95}, (_, index) => String.fromCodePoint(32 + index));
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const range = (from: number, to: number) => Array.from({length: to - from + 1}, (_, index) => from + index);

const cursorKeys = {
	A: 'up', B: 'down', C: 'right', D: 'left', H: 'home', F: 'end',
} as const;
const numbered: Readonly<Record<number, string>> = {
	1: 'home', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end',
};

const xterm: readonly KeySequence[] = [
	...Object.entries(cursorKeys).flatMap(([final, name]): KeySequence[] => [
		[`${esc}[${final}`, name],
		[`${esc}O${final}`, name],
		[`${esc}[1;1${final}`, name],
		[`${esc}${esc}[${final}`, null],
		[`${esc}${esc}O${final}`, null],
		...modifiers.flatMap((modifier): KeySequence[] => [[`${esc}[1;${modifier}${final}`, null], [`${esc}O${modifier}${final}`, null], [`${esc}O1;${modifier}${final}`, null]]),
	]),
	[`${esc}[Z`, 'shift-tab'],
	[`${esc}OM`, 'enter'],
	...[...'PQRS'].flatMap((final): KeySequence[] => [[`${esc}O${final}`, null], ...modifiers.map((modifier): KeySequence => [`${esc}[1;${modifier}${final}`, null])]),
	...range(1, 34).flatMap((number): KeySequence[] => [[`${esc}[${number}~`, numbered[number] ?? null], ...modifiers.map((modifier): KeySequence => [`${esc}[${number};${modifier}~`, null])]),
	...[...'EGPQRS'].map((final): KeySequence => [`${esc}[${final}`, null]),
	// `modifyOtherKeys`: the code is that of the character with Shift.
	...printable.flatMap(character => modifiers.map((modifier): KeySequence => [`${esc}[27;${modifier};${character.codePointAt(0)!}~`, modifier === 2 ? character.toUpperCase() : (modifier === 5 && letters.includes(character) ? `ctrl-${character}` : null)])),
	...[9, 13, 27, 127].flatMap(code => modifiers.map((modifier): KeySequence => [`${esc}[27;${modifier};${code}~`, code === 9 && modifier === 2 ? 'shift-tab' : null])),
];

// With Alt: what begins a sequence or a string stands at the end of this file.
const withAlt: readonly KeySequence[] = [...printable, ...'\u007F\r\t\b\u0001\u0010\u001Dé日'].filter(character => !'[OP]_^X'.includes(character)).map(character => [`${esc}${character}`, null]);

const rxvt: readonly KeySequence[] = [
	...[...'abcd'].flatMap((final): KeySequence[] => [[`${esc}[${final}`, null], [`${esc}O${final}`, null]]),
	...range(2, 34).flatMap(number => [...'$^@'].flatMap((final): KeySequence[] => [[`${esc}[${number}${final}`, null], [`${esc}${esc}[${number}${final}`, null]])),
	...[...'jklmnopqrstuvwxyX'].map((final): KeySequence => [`${esc}O${final}`, null]),
];

const kitty: readonly KeySequence[] = [
	...letters.flatMap((letter): KeySequence[] => {
		const code = letter.codePointAt(0)!;
		return [
			[`${esc}[${code}u`, letter],
			[`${esc}[${code};1u`, letter],
			[`${esc}[${code};1:2u`, letter],
			[`${esc}[${code};1:3u`, null],
			[`${esc}[${code};2u`, letter.toUpperCase()],
			[`${esc}[${code}:${code - 32};2;${code - 32}u`, letter.toUpperCase()],
			[`${esc}[${code};65u`, letter.toUpperCase()],
			[`${esc}[${code};66u`, letter],
			[`${esc}[${code};129u`, letter],
			[`${esc}[${code};5:3u`, null],
			...range(3, 64).map((modifier): KeySequence => [`${esc}[${code};${modifier}u`, modifier === 5 ? `ctrl-${letter}` : null]),
		];
	}),
	[`${esc}[49:33;2u`, '!'],
	[`${esc}[49;2;33u`, '!'],
	[`${esc}[49;2u`, null],
	[`${esc}[32;2u`, ' '],
	[`${esc}[57415u`, '='],
	[`${esc}[57414u`, 'enter'],
	[`${esc}[57419u`, 'up'],
	[`${esc}[57425u`, null],
	...[[9, 'tab'], [13, 'enter'], [27, 'escape'], [127, 'backspace']].flatMap(([code, name]): KeySequence[] => [
		[`${esc}[${code!}u`, String(name)],
		...range(2, 64).map((modifier): KeySequence => [`${esc}[${code!};${modifier}u`, code === 9 && modifier === 2 ? 'shift-tab' : null]),
	]),
	...range(57_344, 57_398).map((code): KeySequence => [`${esc}[${code}u`, null]),
	...range(57_427, 57_454).flatMap((code): KeySequence[] => [[`${esc}[${code}u`, null], [`${esc}[${code};2:3u`, null]]),
	...Object.entries(cursorKeys).flatMap(([final, name]): KeySequence[] => [[`${esc}[1;1:1${final}`, name], [`${esc}[1;1:2${final}`, name], [`${esc}[1;1:3${final}`, null], [`${esc}[1;129${final}`, name]]),
	[`${esc}[3;1:3~`, null],
	[`${esc}[0u`, null],
	[`${esc}[3u`, null],
	[`${esc}[1114112u`, null],
	[`${esc}[99999999999999999999u`, null],
];

const linuxConsole: readonly KeySequence[] = [...'ABCDE'].map(final => [`${esc}[[${final}`, null]);

const reports: readonly KeySequence[] = [
	`${esc}[M !!`,
	`${esc}[M#PK`,
	`${esc}[<0;12;30M`,
	`${esc}[<35;80;24m`,
	`${esc}[32;12;30M`,
	`${esc}[?62;22;52c`,
	`${esc}[>41;370;0c`,
	`${esc}[0n`,
	`${esc}[?0u`,
	`${esc}[12;34R`,
	`${esc}[?12;34R`,
	`${esc}[?2026;2$y`,
	`${esc}[4;2$y`,
	`${esc}[8;24;80t`,
	`${esc}[48;24;80;480;800t`,
	`${esc}[?997;1n`,
	`${esc}[1;2;3;4;5;6Z`,
	`${esc}P>|XTerm(370)${esc}\\`,
	`${esc}P1$r0 q${esc}\\`,
	`${esc}P!|7E565445${esc}\\`,
	`${esc}P1+r544E=787465726D${esc}\\`,
	`${esc}]11;rgb:1e1e/1e1e/1e1e\u0007`,
	`${esc}]10;rgb:ffff/ffff/ffff${esc}\\`,
	`${esc}]4;1;rgb:cd00/0000/0000${esc}\\`,
	`${esc}]52;c;cVBTUks=${esc}\\`,
	`${esc}]lPSq${esc}\\`,
	`${esc}_Gi=31;OK${esc}\\`,
	`${esc}^PSq${esc}\\`,
	`${esc}XPSq${esc}\\`,
	`${esc}]52;c;${'PSqR'.repeat(20_000)}${esc}\\`,
	`${esc}[${'1;'.repeat(5000)}A`,
	'\u009B1;5P',
	'\u008FP',
	'\u0090>|q\u009C',
	'\u009D11;q\u009C',
	'\u0085',
	'\0',
	'\u001C',
	'\u001F',
	'\uFEFF',
	'\u200B',
	'\uE000',
	'\uFFFD',
].map(bytes => [bytes, null]);

const plain: readonly KeySequence[] = [
	...[...printable, 'é', '日', '👍', '\u0301'].map((character): KeySequence => [character, character]),
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
	['\b', 'backspace'],
	['\u007F', 'backspace'],
	['\u0003', 'ctrl-c'],
	['\u000C', 'ctrl-l'],
	['\u0015', 'ctrl-u'],
	['\u001A', 'ctrl-z'],
];

/** Everything that xterm, rxvt, the Linux console and terminals with the kitty protocol send for a key with any modifiers, and what they report and answer. */
export const keySequences: readonly KeySequence[] = [...plain, ...xterm, ...withAlt, ...rxvt, ...kitty, ...linuxConsole, ...reports];

/** Keys with Alt that look like the beginning of something longer. Only silence tells that nothing follows. */
export const unfinished: readonly string[] = [...'[OP]_^X'].map(character => `${esc}${character}`);
