import * as v from 'valibot';
import {defineTool} from './define-tool.js';
import {maxWrittenBytes, replaceFile} from './replace-file.js';
import type {Tool} from './tool.js';
import type {Workdir} from './workdir.js';

/** The tool that replaces a part of a file. */
export function editFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'edit_file',
		description: 'Replace a part of a text file in the working directory. The old text must occur in it exactly once, spaces and line breaks alike, unless replace_all is set.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			old_text: v.pipe(v.string(), v.minLength(1), v.description('What is there now, with enough around it to be the only such place')),
			new_text: v.pipe(v.string(), v.description('What shall be there')),
			replace_all: v.pipe(v.optional(v.boolean(), false), v.description('Replace every occurrence')),
		},
		async run(input, signal) {
			const text = await readAll(workdir, input.path);
			const parts = text.split(input.old_text);
			const count = parts.length - 1;
			if (count === 0) {
				throw new Error(`Expected the old text in ${input.path}, but it is not there; read the file again`);
			}

			if (count > 1 && !input.replace_all) {
				throw new Error(`Expected the old text once in ${input.path}, but it is there ${count} times; give more of what is around it, or set replace_all`);
			}

			const {relative} = await replaceFile(workdir, input.path, parts.join(input.new_text), signal);
			return `Replaced ${count} ${count === 1 ? 'place' : 'places'} in ${relative}`;
		},
	});
}

async function readAll(workdir: Workdir, wanted: string): Promise<string> {
	return workdir.withFile(wanted, async ({handle, stats}) => {
		if (stats.size > maxWrittenBytes) {
			throw new Error(`Expected a file of at most ${maxWrittenBytes} bytes to edit, ${wanted} has ${stats.size}`);
		}

		try {
			// What cannot be decoded could not be written back as it was.
			return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(await handle.readFile());
		} catch (error) {
			throw error instanceof TypeError ? new Error(`Expected a text in UTF-8, but ${wanted} is none`) : error;
		}
	});
}
