import {Buffer} from 'node:buffer';
import type {FileHandle} from 'node:fs/promises';
import * as v from 'valibot';
import {defineTool, maxCharacters} from './define-tool.js';
import type {Tool} from './tool.js';
import type {Workdir} from './workdir.js';

const chunkBytes = 64 * 1024;
const maxScannedBytes = 256 * 1024 * 1024;
const maxShown = maxCharacters - 500;

/** The tool that reads a file. */
export function readFileTool(workdir: Workdir): Tool {
	return defineTool({
		name: 'read_file',
		description: 'Read a text file in the working directory. At most about 29,000 characters come back at a time; the last line says how to go on.',
		fields: {
			path: v.pipe(v.string(), v.description('Relative to the working directory')),
			offset: v.pipe(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1), v.description('The first line to read, counted from 1')),
			limit: v.pipe(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 2000), v.description('How many lines to read')),
		},
		async run(input, signal) {
			return workdir.withFile(input.path, async ({handle}) => {
				const {text, nextLine, isEnd} = await readLines(handle, input, signal);
				if (text === '' && isEnd) {
					return input.offset === 1 ? '[the file is empty]' : `[the file has fewer than ${input.offset} lines]`;
				}

				return isEnd ? text : `${text}\n[there is more: go on with offset ${nextLine}]`;
			});
		},
	});
}

/** Reads from the beginning, because nobody knows where a line begins, but holds only what is shown. */
async function readLines(handle: FileHandle, {offset, limit}: {readonly offset: number; readonly limit: number}, signal: AbortSignal) {
	const decoder = new TextDecoder();
	const buffer = Buffer.alloc(chunkBytes);
	let line = 1;
	let text = '';
	for (let position = 0; position < maxScannedBytes;) {
		signal.throwIfAborted();
		const {bytesRead} = await handle.read(buffer, 0, chunkBytes, position);
		const chunk = buffer.subarray(0, bytesRead);
		if (position === 0 && chunk.includes(0)) {
			throw new Error('Expected a text, but it is a binary file');
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
				return {text: text.replace(/\n$/u, ''), nextLine: line, isEnd: start === piece.length && position >= size};
			}
		}

		if (bytesRead === 0) {
			return {text, nextLine: line, isEnd: true};
		}
	}

	throw new Error(`Expected the line ${offset} within the first ${maxScannedBytes} bytes, but it is not there`);
}

/** Ends with a whole line, or, where one line alone is too long, in the middle of it. */
function cutAtLine(text: string, line: number) {
	const lastBreak = text.lastIndexOf('\n', maxShown - 1);
	if (lastBreak !== -1) {
		return {text: text.slice(0, lastBreak), nextLine: line, isEnd: false};
	}

	return {text: `${text.slice(0, maxShown).toWellFormed()}\n[the line ${line} is longer than what is shown of it]`, nextLine: line + 1, isEnd: false};
}
