/**
Ready-made rows travel through Ink as one character each, and the screen puts the rows back in their places: so Ink lays them out, but does not take every row apart into cells and put it together again, which was two thirds of a frame.

The characters are of the private use area, which clean text never holds.
*/
const first = 0xE0_00;
// Many times what one frame holds: a row must last until the next frame is drawn.
const count = 0x18_00;
const rows = new Map<string, string>();
let next = 0;

/**
Keep a row for the next frame. To be called again for every frame that the row is in.

@returns The character that stands for it until 6,144 more rows were kept.
*/
export function placeholderFor(row: string): string {
	const character = String.fromCharCode(first + next);
	next = (next + 1) % count;
	rows.set(character, row);
	return character;
}

/** Put the rows into a frame. */
export function expandPlaceholders(frame: string): string {
	return frame.replaceAll(/[\uE000-\uF7FF]/g, character => rows.get(character) ?? '');
}
