/*
Finds the lines that match a regular expression of the model. Some expressions practically never finish, and only the end of their thread stops them, so matching runs in a thread of its own.
*/
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** A line that matches, counted from 1, and its first 300 characters. */
export type FoundLine = {readonly line: number; readonly text: string};

// Plain JavaScript: a thread made from a file would need that file beside the bundle.
const program = String.raw`
	const {parentPort, workerData: {source, flags}} = require('node:worker_threads');
	const expression = new RegExp(source, flags);
	parentPort.on('message', ({text, maxLines}) => {
		const found = [];
		for (const [index, line] of text.replace(/\r?\n$/, '').split(/\r?\n/).entries()) {
			if (found.length < maxLines && expression.test(line.slice(0, 10_000))) {
				found.push({line: index + 1, text: line.slice(0, 300)});
			}
		}
		parentPort.postMessage(found);
	});
`;

/** Start a thread. It must be stopped. Only the first 10,000 characters of a line are searched. */
export function startLineFinder({source, flags}: RegExp) {
	const worker = new Worker(program, {
		eval: true,
		execArgv: [],
		env: {},
		workerData: {source, flags},
		resourceLimits: {maxOldGenerationSizeMb: 64, stackSizeMb: 4},
	});
	// Errors reject the pending search. Without a listener, others would end the process.
	worker.on('error', () => undefined);
	return {
		/** The first `maxLines` matching lines. The signal ends the waiting, not the thread. */
		async find(text: string, maxLines: number, signal: AbortSignal): Promise<readonly FoundLine[]> {
			signal.throwIfAborted();
			worker.postMessage({text, maxLines});
			const [found] = await once(worker, 'message', {signal}) as [FoundLine[]];
			return found;
		},
		/** Terminate the thread. */
		async stop(): Promise<void> {
			await worker.terminate();
		},
	};
}
