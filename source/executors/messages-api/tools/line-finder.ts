/*
Finds the lines that match a regular expression of the model. Some expressions practically never finish, and only the end of their thread stops them, so matching runs in a thread of its own.
*/
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** A line that matches. */
export type FoundLine = {
	/** Counted from 1. */
	readonly line: number;
	/** Its first 300 characters. */
	readonly text: string;
};

/** A thread that finds lines. */
export type LineFinder = {
	/** The first `maxLines` matching lines. The signal ends the waiting, not the thread. */
	find(text: string, maxLines: number, signal: AbortSignal): Promise<readonly FoundLine[]>;
	/** Terminate the thread. */
	stop(): Promise<void>;
};

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
export function startLineFinder({source, flags}: RegExp): LineFinder {
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
		async find(text, maxLines, signal) {
			signal.throwIfAborted();
			worker.postMessage({text, maxLines});
			const [found] = await once(worker, 'message', {signal}) as [FoundLine[]];
			return found;
		},
		async stop() {
			await worker.terminate();
		},
	};
}
