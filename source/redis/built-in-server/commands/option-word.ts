import {untilZero} from '../until-zero.js';

/**
An option in small letters, to be compared. As Redis compares it: what comes after a zero byte does not matter.
*/
export function optionWord(word: string): string {
	return untilZero(word).toLowerCase();
}
