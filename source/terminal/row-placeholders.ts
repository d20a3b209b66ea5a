/**
Finished rows pass through Ink as one character each, and the screen puts the rows back in. Ink lays the characters out, but does not split every row into cells and join them again, which took two thirds of a frame.

The characters are of the private use area, which clean text never contains.
*/
const first = 0xE0_00;
// Many times what one frame holds: a row must last until the next frame is drawn.
const count = 0x18_00;
const rows = new Map<string, string>();
let next = 0;

/** Store a row, and get the character that stands for it in the next frame. */
export function placeholderFor(row: string): string {
	const character = String.fromCharCode(first + next);
	next = (next + 1) % count;
	rows.set(character, row);
	return character;
}

/** Replace the characters in a frame by their rows. */
export function expandPlaceholders(frame: string): string {
	return frame.replaceAll(/[\uE000-\uF7FF]/g, character => rows.get(character) ?? '');
}
