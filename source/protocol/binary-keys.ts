import {Buffer, isUtf8} from 'node:buffer';
import {trackedPrefixes} from './redis-keys.js';

const mark = '(not UTF-8) ';

/** A key as text. Of a key that is not UTF-8, everything after its prefix becomes hexadecimal, so that no two keys become the same text. */
export function keyText(key: Buffer): string {
	if (isUtf8(key)) {
		return key.toString();
	}

	const latin = key.toString('latin1');
	const prefix = trackedPrefixes.find(candidate => latin.startsWith(candidate)) ?? '';
	return `${prefix}${mark}${key.subarray(prefix.length).toString('hex')}`;
}

/** The key of which `keyText` made this text: the text itself, or bytes. */
export function keyOfText(text: string): string | Buffer {
	const at = text.indexOf(mark);
	const hex = text.slice(at + mark.length);
	return at === -1 || !/^(?:[\da-f]{2})+$/u.test(hex) ? text : Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(hex, 'hex')]);
}
