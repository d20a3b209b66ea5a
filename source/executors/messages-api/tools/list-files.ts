import * as v from 'valibot';
import {defineTool, maxCharacters, type Tool} from './define-tool.js';
import {walk, type Entry} from './walk.js';
import type {Workdir} from './workdir.js';

const maxEntries = 1000;

const marks = {
	file: '', directory: '/', link: '@', other: '|',
} as const satisfies Record<Entry['kind'], string>;

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
			for await (const entry of walk(workdir, input.path, input.recursive, signal)) {
				const line = showPath(entry.relative) + marks[entry.kind];
				length += line.length + 1;
				if (lines.length === maxEntries || length > maxCharacters - 500) {
					lines.push('[there is more: list a subdirectory]');
					break;
				}

				lines.push(line);
			}

			return lines.join('\n') || '[the directory is empty]';
		},
	});
}

/** A path on one line, whatever its name contains. */
export function showPath(relative: string): string {
	return /\p{Cc}/u.test(relative) ? JSON.stringify(relative) : relative;
}
