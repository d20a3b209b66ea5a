import type {Buffer} from 'node:buffer';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** A command that changed something: its name in capitals, and its arguments. */
export type Write = readonly [command: string, ...args: readonly string[]];

/**
Everything that was written to a server since its first start, in order: its append-only file, in which the effects of scripts stand one by one, expiries are deletions, and additions are the sums that
came out. What a reader of the keys could no longer see (a value that was overwritten, a key that is gone) is here.

@throws When the file ends in the middle of a command.
*/
export async function readHistory(directory: string): Promise<readonly Write[]> {
	const names = await readdir(directory, {recursive: true});
	// Redis 7 has a directory of numbered files, Redis 6 one file, the embedded server a journal.
	const files = names.filter(name => name.endsWith('.aof') || name.startsWith('journal-')).toSorted(new Intl.Collator('en', {numeric: true}).compare);
	const writes: Write[] = [];
	for (const file of files) {
		writes.push(...parse(await readFile(path.join(directory, file))));
	}

	return writes;
}

function * parse(bytes: Buffer): Generator<Write> {
	let position = 0;
	const readLine = (): string => {
		const end = bytes.indexOf('\r\n', position);
		if (end === -1) {
			throw new Error(`Expected a whole line at byte ${position} of the append-only file, got its end`);
		}

		const line = bytes.toString('latin1', position, end);
		position = end + 2;
		return line;
	};

	const readWord = (): string => {
		const length = Number(readLine().slice('$'.length));
		const word = bytes.toString('utf8', position, position + length);
		position += length + 2;
		return word;
	};

	while (position < bytes.length) {
		const line = readLine();
		// Where it is told to, Redis notes the time in a comment.
		if (!line.startsWith('#')) {
			const [command = '', ...args] = Array.from({length: Number(line.slice('*'.length))}, readWord);
			yield [command.toUpperCase(), ...args];
		}
	}
}
