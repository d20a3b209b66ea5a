import {lstat} from 'node:fs/promises';
import * as v from 'valibot';
import {defineTool} from './define-tool.js';
import {startLineFinder, type FoundLine} from './line-finder.js';
import {showPath} from './list-files.js';
import type {Tool} from './tool.js';
import {walk} from './walk.js';
import {wildcard} from './wildcard.js';
import {isUnreachable, type Workdir} from './workdir.js';

// With 300 characters of each line at most, so that the end is rarely cut.
const maxFound = 200;
const maxSearchedBytes = 1024 * 1024;
const defaultTimeLimitMs = 10_000;

/**
The tool that looks for text in files.

@param timeLimitMs How long a search may take. Default: 10 seconds.
*/
export function searchFilesTool(workdir: Workdir, timeLimitMs = defaultTimeLimitMs): Tool {
	return defineTool({
		name: 'search_files',
		description: 'Search the files in the working directory, line by line. The answer is path:line: text, at most 200 lines. Binary files, files above 1 MiB, .git and node_modules are left out.',
		fields: {
			pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(1000), v.description('A literal text, or a JavaScript regular expression with regex')),
			regex: v.pipe(v.optional(v.boolean(), false), v.description('The pattern is a regular expression')),
			ignore_case: v.optional(v.boolean(), false),
			path: v.pipe(v.optional(v.string(), '.'), v.description('A directory or a file, relative to the working directory')),
			include: v.pipe(
				v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(20)), []),
				v.description('Only files whose name matches one of these, *.ts for example; or whose path does, where there is a / in it: src/*.ts. A * stands for any characters'),
			),
		},
		async run(input, signal) {
			const expression = expressionOf(input.pattern, input.regex, input.ignore_case);
			const timeLimit = AbortSignal.timeout(timeLimitMs);
			const either = AbortSignal.any([signal, timeLimit]);
			const finder = startLineFinder(expression);
			const lines: string[] = [];
			try {
				const matchers = input.include.map(pattern => wildcard(pattern));
				for await (const file of filesAt(workdir, input.path, either)) {
					if (matchers.length === 0 || matchers.some(matches => matches(file))) {
						lines.push(...await searchFile(workdir, file, async text => finder.find(text, maxFound - lines.length, either)));
					}

					if (lines.length === maxFound) {
						lines.push('[there may be more: search for something more exact]');
						break;
					}
				}
			} catch (error) {
				if (!timeLimit.aborted || signal.aborted) {
					throw error;
				}

				lines.push(`[the search took longer than ${timeLimitMs / 1000} seconds and was ended: search a smaller directory, or for something simpler]`);
			} finally {
				await finder.stop();
			}

			return lines.join('\n') || '[nothing was found]';
		},
	});
}

function expressionOf(pattern: string, isExpression: boolean, ignoreCase: boolean): RegExp {
	try {
		// Without `u`: models escape more than it allows.
		return new RegExp(isExpression ? pattern : pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), ignoreCase ? 'i' : '');
	} catch (error) {
		throw new Error(`Expected a regular expression: ${(error as Error).message}`, {cause: error});
	}
}

async function * filesAt(workdir: Workdir, wanted: string, signal: AbortSignal): AsyncGenerator<string> {
	const {real, relative} = await workdir.resolve(wanted);
	const stats = await lstat(real);
	if (stats.isFile()) {
		yield relative;
		return;
	}

	for await (const entry of walk(workdir, wanted, true, signal)) {
		if (entry.kind === 'file') {
			yield entry.relative;
		}
	}
}

async function searchFile(workdir: Workdir, file: string, find: (text: string) => Promise<readonly FoundLine[]>): Promise<readonly string[]> {
	let content;
	try {
		content = await workdir.withFile(file, async ({handle, stats}) => stats.size > maxSearchedBytes ? null : handle.readFile());
	} catch (error) {
		if (isUnreachable(error)) {
			return [];
		}

		throw error;
	}

	if (content === null || content.subarray(0, 8192).includes(0)) {
		return [];
	}

	const found = await find(content.toString());
	return found.map(({line, text}) => `${showPath(file)}:${line}: ${text}`);
}
