/**
An option in small letters, to be compared. As Redis compares it: what comes after a zero byte does not matter.
*/
export function optionWord(word: string): string {
	const end = word.indexOf('\0');
	return (end === -1 ? word : word.slice(0, end)).toLowerCase();
}
