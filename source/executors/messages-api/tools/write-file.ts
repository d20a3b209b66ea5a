import * as v from 'valibot';
import {defineTool} from './define-tool.js';
import {replaceFile} from './replace-file.js';
import type {Tool} from './tool.js';
import type {Workdir} from './workdir.js';

/** The tool that writes a file as a whole. */
export function writeFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'write_file',
		description: 'Write a text file in the working directory, at most 1 MiB, in place of what was there. Missing directories are made. Use edit_file to change a part of a file.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			content: v.pipe(v.string(), v.description('All that the file shall hold')),
		},
		async run(input, signal) {
			const {relative, isNew, bytes} = await replaceFile(workdir, input.path, input.content, signal);
			return `${isNew ? 'Made' : 'Replaced'} ${relative}: ${bytes} bytes`;
		},
	});
}
