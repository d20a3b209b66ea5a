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
				const {text, nextLine} = await readLines(handle, input, signal);
				if (nextLine !== null) {
					return `${text}\n[there is more: continue with offset ${nextLine}]`;
				}

				return text || (input.offset === 1 ? '[the file is empty]' : `[the file has fewer than ${input.offset} lines]`);
			});
		},
	});
}

type Part = {
	readonly text: string;
	/** Where to continue; `null`: this is the end. */
	readonly nextLine: number | null;
};

/** Reads from the beginning, to count lines, but keeps only the requested ones. */
async function readLines(handle: FileHandle, {offset, limit}: {readonly offset: number; readonly limit: number}, signal: AbortSignal): Promise<Part> {
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
		const piece = decoder.decode(chunk, {stream: bytesRead > 0});
		for (let start = 0; start < piece.length;) {
			const lineBreak = piece.indexOf('\n', start);
			const end = lineBreak === -1 ? piece.length : lineBreak + 1;
			if (line >= offset) {
				text += piece.slice(start, end);
			}

			if (text.length > maxShown) {
				return cutAtLine(text, line);
			}

			start = end;
			line += lineBreak === -1 ? 0 : 1;
			if (line >= offset + limit) {
				const {size} = await handle.stat();
				return {text: text.replace(/\n$/u, ''), nextLine: start === piece.length && position >= size ? null : line};
			}
		}

		if (bytesRead === 0) {
			return {text, nextLine: null};
		}
	}

	throw new Error(`Expected line ${offset} within the first ${maxScannedBytes} bytes, but it is not there`);
}

/** Cut at the end of a line or, if there is only one line, inside it. */
function cutAtLine(text: string, line: number): Part {
	const lastBreak = text.lastIndexOf('\n', maxShown - 1);
	return lastBreak === -1
		? {text: `${text.slice(0, maxShown).toWellFormed()}\n[the rest of line ${line} is left out]`, nextLine: line + 1}
		: {text: text.slice(0, lastBreak), nextLine: line};
}
