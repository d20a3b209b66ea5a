import {Buffer} from 'node:buffer';

/**
The same text in memory of its own. In Node a part of a text keeps the whole of it, and a text that was put together keeps its parts.

@param text A string of bytes.
*/
export function ownText(text: string): string {
	return Buffer.from(text, 'latin1').toString('latin1');
}
