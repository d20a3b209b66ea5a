import {isUtf8} from 'node:buffer';
import * as v from 'valibot';
import {countOf} from '../../../text/count-of.js';
import {defineTool, type Tool} from './define-tool.js';
import type {Workdir} from './workdir.js';
import {maxWrittenBytes, replaceFile} from './write-file.js';

/** The tool that replaces text in a file. */
export function editFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'edit_file',
		description: 'Replace text in a file in the working directory. old_text must match exactly, whitespace included, and occur once unless replace_all is set.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			old_text: v.pipe(v.string(), v.minLength(1), v.description('The text to replace, with enough context to be unique')),
			new_text: v.pipe(v.string(), v.description('The replacement')),
			replace_all: v.pipe(v.optional(v.boolean(), false), v.description('Replace every occurrence')),
		},
		async run(input, signal) {
			const text = await workdir.withFile(input.path, async (handle, {size}) => {
				if (size > maxWrittenBytes) {
					throw new Error(`Expected a file of at most ${maxWrittenBytes} bytes to edit, ${input.path} has ${size}`);
				}

				const bytes = await handle.readFile();
				// Undecodable bytes could not be written back unchanged.
				if (!isUtf8(bytes)) {
					throw new Error(`Expected UTF-8 text, but ${input.path} is not`);
				}

				return bytes.toString();
			});
			const parts = text.split(input.old_text);
			const count = parts.length - 1;
			if (count === 0) {
				throw new Error(`Expected old_text in ${input.path}, but it is not there; read the file again`);
			}

			if (count > 1 && !input.replace_all) {
				throw new Error(`Expected old_text once in ${input.path}, but it occurs ${count} times; add context, or set replace_all`);
			}

			const {relative} = await replaceFile(workdir, input.path, parts.join(input.new_text), signal);
			return `Replaced ${countOf(count, 'occurrence')} in ${relative}`;
		},
	});
}
