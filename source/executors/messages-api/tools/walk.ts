import type {Dirent} from 'node:fs';
import {opendir} from 'node:fs/promises';
import path from 'node:path';
import {isUnreachable, type Workdir} from './workdir.js';

/** Something in a directory. Links are not followed. */
export type Entry = {
	/** Relative to the working directory. */
	readonly relative: string;
	readonly kind: 'file' | 'directory' | 'link' | 'other';
};

const notEntered = new Set(['.git', 'node_modules']);

const maxPerDirectory = 10_000;

/**
Everything in a directory, sorted by name, a directory before what is in it. `.git` is left out, and what is in `node_modules`.

@param wanted A path relative to the working directory.
@param isRecursive Whether to enter directories.
@throws {DeniedError} when the path leads out of the working directory.
*/
export async function * walk(workdir: Workdir, wanted: string, isRecursive: boolean, signal: AbortSignal): AsyncGenerator<Entry> {
	for (const entry of await list(workdir, wanted)) {
		signal.throwIfAborted();
		yield entry;
		if (!isRecursive || entry.kind !== 'directory' || notEntered.has(path.basename(entry.relative))) {
			continue;
		}

		try {
			yield * walk(workdir, entry.relative, true, signal);
		} catch (error) {
			if (!isUnreachable(error)) {
				throw error;
			}
		}
	}
}

async function list(workdir: Workdir, wanted: string): Promise<readonly Entry[]> {
	return workdir.withDirectory(wanted, async directory => {
		const entries: Entry[] = [];
		for await (const entry of await opendir(directory.path)) {
			if (entries.length === maxPerDirectory) {
				break;
			}

			if (entry.name !== '.git') {
				entries.push({relative: path.join(directory.relative, entry.name), kind: kindOf(entry)});
			}
		}

		return entries.toSorted((one, other) => one.relative < other.relative ? -1 : 1);
	});
}

function kindOf(entry: Dirent): Entry['kind'] {
	if (entry.isSymbolicLink()) {
		return 'link';
	}

	return entry.isFile() ? 'file' : (entry.isDirectory() ? 'directory' : 'other');
}
