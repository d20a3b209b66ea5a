import type {Dirent} from 'node:fs';
import {opendir} from 'node:fs/promises';
import path from 'node:path';
import {isUnreachable, type Workdir} from './workdir.js';

/** An entry of a directory. Links are not followed. */
export type Entry = {
	/** Relative to the working directory. */
	readonly relative: string;
	readonly kind: 'file' | 'directory' | 'link' | 'other';
};

const notEntered = new Set(['.git', 'node_modules']);
const maxEntries = 10_000;

/**
The entries of a directory, sorted by name, parents before children. `.git` and the content of `node_modules` are left out.

@param wanted Relative to the working directory.
@throws {DeniedError} if the path leads out of the working directory.
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
			if (entries.length === maxEntries) {
				break;
			}

			if (entry.name !== '.git') {
				entries.push({relative: path.join(directory.relative, entry.name), kind: kindOf(entry)});
			}
		}

		return entries.toSorted((a, b) => a.relative < b.relative ? -1 : 1);
	});
}

function kindOf(entry: Dirent): Entry['kind'] {
	if (entry.isSymbolicLink()) {
		return 'link';
	}

	return entry.isFile() ? 'file' : (entry.isDirectory() ? 'directory' : 'other');
}
