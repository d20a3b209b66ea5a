/**
The names of keys, from their bytes. Sources: ECMA-48, xterm's ctlseqs, the kitty keyboard protocol, rxvt, the Linux console.

Only keys without Alt, Super, Hyper and Meta have a name: `a`, `A`, `é`, `enter`, `shift-tab`, `escape`, `pagedown`, `ctrl-l` and so on. For everything else the name is `null`.
*/

const controls: Readonly<Record<string, string>> = {
	'\b': 'backspace', '\t': 'tab', '\n': 'enter', '\r': 'enter', '\u001B': 'escape', '\u007F': 'backspace',
};

const arrows = {
	A: 'up', B: 'down', C: 'right', D: 'left', F: 'end', H: 'home',
};

/** By the final character of `ESC [` and `ESC O`. */
const finals: Readonly<Record<'[' | 'O', Readonly<Record<string, string>>>> = {
	'[': {...arrows, Z: 'shift-tab'},
	O: {...arrows, M: 'enter'},
};

/** By the number in `ESC [ number ~`. */
const numbers: Readonly<Record<string, string>> = {
	1: 'home', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end',
};

/** The keypad in the kitty protocol, in the order of its codes. */
const keypad = [...'0123456789./*-+', 'enter', '=', ',', 'left', 'right', 'up', 'down', 'pageup', 'pagedown', 'home', 'end', '', 'delete'];
const keypadStart = 57_399;

const shift = 1;
const ctrl = 4;
const capsLock = 64;
const locks = 64 + 128;

/** The name of a character outside of any sequence. */
export function characterKey(character: string): string | null {
	const code = character.codePointAt(0) ?? 0;
	return controls[character] ?? (code >= 1 && code <= 26 ? `ctrl-${String.fromCodePoint(code + 96)}` : printable(character));
}

/**
The name of a sequence.

@param introducer What follows Esc.
@param parameters What stands between the introducer and the final character.
*/
export function sequenceKey(introducer: '[' | 'O', parameters: string, final: string): string | null {
	const [first = '', second = '', third = '', ...more] = parameters.split(';');
	const [modifierText = '', event = ''] = second.split(':');
	const isRelease = event === '3';
	if (!/^[\d:;]*$/.test(parameters) || more.length > 0 || isRelease) {
		return null;
	}

	const modifiers = Math.max(0, Number(modifierText) - 1);
	const sequence = introducer + final;
	if (sequence === '[u') {
		return codeKey(first, modifiers, third);
	}

	if (sequence === '[~' && first === '27') {
		// xterm's modifyOtherKeys sends the code of the shifted key.
		return codeKey(`${third}:${third}`, modifiers, '');
	}

	if (third !== '' || (modifiers & ~locks) !== 0) {
		return null;
	}

	return (sequence === '[~' ? numbers[first] : (/^1?$/.test(first) ? finals[introducer][final] : null)) ?? null;
}

/** The name of a key by its code. @param codes `code` or `code:shifted code`. @param text The code of what the key types, or empty if unknown. */
function codeKey(codes: string, modifiers: number, text: string): string | null {
	const [code = 0, shifted = 0] = codes.split(':').map(Number);
	const character = fromCode(code);
	const held = modifiers & ~locks;
	const name = controls[character] ?? keypad[code - keypadStart];
	if (name) {
		return held === 0 ? name : (name === 'tab' && held === shift ? 'shift-tab' : null);
	}

	if (held > shift) {
		return held === ctrl && /^[a-z]$/.test(character) ? `ctrl-${character}` : null;
	}

	const upper = character.toUpperCase();
	if (upper !== character.toLowerCase() && upper.length === character.length) {
		const isCapsLocked = (modifiers & capsLock) !== 0;
		return printable((held === shift) === isCapsLocked ? character : upper);
	}

	return printable(held === shift && character !== ' ' ? fromCode(shifted || Number(text)) : character);
}

function printable(character: string): string | null {
	return /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u.test(character) ? null : character;
}

function fromCode(code: number): string {
	return code <= 0x10_FF_FF ? String.fromCodePoint(code) : '\0';
}
