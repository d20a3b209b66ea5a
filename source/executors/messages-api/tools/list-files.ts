import type {Dirent} from 'node:fs';
import {opendir} from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import {defineTool, maxCharacters, type Tool} from './define-tool.js';
import {ignoreUnreachable, type Workdir} from './workdir.js';

const notEntered = new Set(['.git', 'node_modules']);
const maxShown = 1000;
const maxEntries = 10_000;

/** An entry of a directory. Links are not followed. */
type Entry = {
	/** Relative to the working directory. */
	readonly relative: string;
	/** What it is: `''` a file, `/` a directory, `@` a link, `|` something else. */
	readonly mark: '' | '/' | '@' | '|';
};

/** The tool that lists a directory. */
export function listFilesTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'list_files',
		description: 'List a directory in the working directory, one path per line, at most 1,000. Directories end with /, symbolic links with @. The content of .git and node_modules is left out.',
		fields: {
			path: v.pipe(v.optional(v.string(), '.'), v.description('Relative to the working directory')),
			recursive: v.pipe(v.optional(v.boolean(), false), v.description('Also list subdirectories')),
		},
		async run(input, signal) {
			const lines: string[] = [];
			let length = 0;
			for await (const {relative, mark} of walk(workdir, input.path, input.recursive, signal)) {
				const line = showPath(relative) + mark;
				length += line.length + 1;
				if (lines.length === maxShown || length > maxCharacters - 500) {
					lines.push('[there is more: list a subdirectory]');
					break;
				}

				lines.push(line);
			}

			return lines.join('\n') || '[the directory is empty]';
		},
	});
}

/**
The entries of a directory, sorted by name, parents before children. `.git` and the content of `node_modules` are left out.

@param wanted Relative to the working directory.
@throws {DeniedError} if the path leads out of the working directory.
*/
export async function * walk(workdir: Workdir, wanted: string, isRecursive: boolean, signal: AbortSignal): AsyncGenerator<Entry> {
	for (const entry of await list(workdir, wanted)) {
		signal.throwIfAborted();
		yield entry;
		if (isRecursive && entry.mark === '/' && !notEntered.has(path.basename(entry.relative))) {
			try {
				yield * walk(workdir, entry.relative, true, signal);
			} catch (error) {
				ignoreUnreachable(error);
			}
		}
	}
}

async function list(workdir: Workdir, wanted: string): Promise<readonly Entry[]> {
	return workdir.withDirectory(wanted, async (opened, relative) => {
		const entries: Entry[] = [];
		for await (const entry of await opendir(opened)) {
			if (entries.length === maxEntries) {
				break;
			}

			if (entry.name !== '.git') {
				entries.push({relative: path.join(relative, entry.name), mark: markOf(entry)});
			}
		}

		return entries.toSorted((a, b) => a.relative < b.relative ? -1 : 1);
	});
}

function markOf(entry: Dirent): Entry['mark'] {
	if (entry.isFile()) {
		return '';
	}

	return entry.isDirectory() ? '/' : (entry.isSymbolicLink() ? '@' : '|');
}

/** A path on one line, whatever its name contains. */
export function showPath(relative: string): string {
	return /\p{Cc}/u.test(relative) ? JSON.stringify(relative) : relative;
}
