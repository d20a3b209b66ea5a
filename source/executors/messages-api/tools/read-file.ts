import {Buffer} from 'node:buffer';
import type {FileHandle} from 'node:fs/promises';
import * as v from 'valibot';
import {defineTool, maxCharacters, type Tool} from './define-tool.js';
import type {Workdir} from './workdir.js';

const chunkBytes = 64 * 1024;
const maxScannedBytes = 256 * 1024 * 1024;
const maxShown = maxCharacters - 500;

/** The tool that reads a file. */
export function readFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'read_file',
		description: 'Read a text file in the working directory, about 29,000 characters at a time. If there is more, the last line says how to continue.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			offset: v.pipe(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1), v.description('The first line to read, counted from 1')),
			limit: v.pipe(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 2000), v.description('The number of lines to read')),
		},
		async run(input, signal) {
			return workdir.withFile(input.path, async handle => {
				const text = await readLines(handle, input, signal);
				return text || (input.offset === 1 ? '[the file is empty]' : `[the file has fewer than ${input.offset} lines]`);
			});
		},
	});
}

/** Reads from the beginning, to count lines, but keeps only the requested ones. */
async function readLines(handle: FileHandle, {offset, limit}: {readonly offset: number; readonly limit: number}, signal: AbortSignal): Promise<string> {
	const decoder = new TextDecoder();
	const buffer = Buffer.alloc(chunkBytes);
	let line = 1;
	let text = '';
	for (let position = 0; position < maxScannedBytes;) {
		signal.throwIfAborted();
		const {bytesRead} = await handle.read(buffer, 0, chunkBytes, position);
		const chunk = buffer.subarray(0, bytesRead);
		if (position === 0 && chunk.includes(0)) {
			throw new Error('Expected a text file, got a binary file');
		}

		position += bytesRead;
		const parts = decoder.decode(chunk, {stream: bytesRead > 0}).match(/[^\n]+\n?|\n/gu) ?? [];
		for (const [index, part] of parts.entries()) {
			text += line >= offset ? part : '';
			if (text.length > maxShown) {
				return cutAtLine(text, line);
			}

			line += part.endsWith('\n') ? 1 : 0;
			if (line >= offset + limit) {
				const {size} = await handle.stat();
				const shown = text.replace(/\n$/u, '');
				return index === parts.length - 1 && position >= size ? shown : continued(shown, line);
			}
		}

		if (bytesRead === 0) {
			return text;
		}
	}

	throw new Error(`Expected line ${offset} within the first ${maxScannedBytes} bytes, but it is not there`);
}

/** Cut at the end of a line or, if there is only one line, inside it. */
function cutAtLine(text: string, line: number): string {
	const lastBreak = text.lastIndexOf('\n', maxShown - 1);
	return lastBreak === -1
		? continued(`${text.slice(0, maxShown).toWellFormed()}\n[the rest of line ${line} is left out]`, line + 1)
		: continued(text.slice(0, lastBreak), line);
}

function continued(text: string, nextLine: number): string {
	return `${text}\n[there is more: continue with offset ${nextLine}]`;
}
