import {lstat} from 'node:fs/promises';
import * as v from 'valibot';
import {defineTool, type Tool} from './define-tool.js';
import {startLineFinder, type FoundLine} from './line-finder.js';
import {showPath, walk} from './list-files.js';
import {wildcard} from './wildcard.js';
import {ignoreUnreachable, type Workdir} from './workdir.js';

// With up to 300 characters each, they rarely exceed the length of a result.
const maxLines = 200;
const maxFileBytes = 1024 * 1024;

/** The tool that searches in files. */
export function searchFilesTool(workdir: Workdir, timeLimitMs = 10_000): Tool {
	return defineTool({
		name: 'search_files',
		description: 'Search the files in the working directory, line by line. Returns path:line: text, at most 200 lines. Binary files, files above 1 MiB, .git and node_modules are left out.',
		fields: {
			pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(1000), v.description('A literal text or, with regex, a JavaScript regular expression')),
			regex: v.pipe(v.optional(v.boolean(), false), v.description('The pattern is a regular expression')),
			ignore_case: v.optional(v.boolean(), false),
			path: v.pipe(v.optional(v.string(), '.'), v.description('A directory or a file, relative to the working directory')),
			include: v.pipe(
				v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(20)), []),
				v.description('Search only files whose name (or path, if the pattern contains /) matches one of these: *.ts, src/*.ts. * matches any characters'),
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
						lines.push(...await searchFile(workdir, file, async text => finder.find(text, maxLines - lines.length, either)));
					}

					if (lines.length === maxLines) {
						lines.push('[there may be more: narrow the search]');
						break;
					}
				}
			} catch (error) {
				if (!timeLimit.aborted || signal.aborted) {
					throw error;
				}

				lines.push(`[the search took longer than ${timeLimitMs / 1000} seconds and was stopped: search a smaller directory, or simplify the pattern]`);
			} finally {
				await finder.stop();
			}

			return lines.join('\n') || '[no matches]';
		},
	});
}

function expressionOf(pattern: string, isExpression: boolean, ignoreCase: boolean): RegExp {
	try {
		// Without the flag u, which rejects superfluous escapes: models write them.
		return new RegExp(isExpression ? pattern : pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), ignoreCase ? 'i' : '');
	} catch (error) {
		throw new Error(`Expected a regular expression: ${(error as Error).message}`, {cause: error});
	}
}

async function * filesAt(workdir: Workdir, wanted: string, signal: AbortSignal): AsyncGenerator<string> {
	const {real, relative} = await workdir.resolve(wanted);
	if ((await lstat(real)).isFile()) {
		yield relative;
		return;
	}

	for await (const entry of walk(workdir, wanted, true, signal)) {
		if (entry.mark === '') {
			yield entry.relative;
		}
	}
}

async function searchFile(workdir: Workdir, file: string, find: (text: string) => Promise<readonly FoundLine[]>): Promise<readonly string[]> {
	const content = await workdir.withFile(file, async (handle, {size}) => size > maxFileBytes ? null : handle.readFile()).catch(ignoreUnreachable);
	if (content === null || content.subarray(0, 8192).includes(0)) {
		return [];
	}

	const found = await find(content.toString());
	return found.map(({line, text}) => `${showPath(file)}:${line}: ${text}`);
}
