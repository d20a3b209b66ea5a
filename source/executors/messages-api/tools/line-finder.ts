/*
Finds the lines that a regular expression of a model matches. An expression can take longer than the universe exists for a short line, and nothing but the end of its
thread can stop it: so it runs in a thread of its own. The process stays responsive in the meantime.
*/
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** A line that matches. */
export type FoundLine = {
	/** Counted from 1. */
	readonly line: number;
	/** Its beginning. */
	readonly text: string;
};

/** Something that finds lines. */
export type LineFinder = {
	/**
	The lines of a text that match.

	@param most How many at most.
	@param signal Ends the waiting; the thread goes on until it is stopped.
	@throws What ended the thread, or an `AbortError`.
	*/
	find(text: string, most: number, signal: AbortSignal): Promise<readonly FoundLine[]>;
	/** End its thread, also in the middle of a line. May be called twice. */
	stop(): Promise<void>;
};

const maxLineLength = 10_000;
const maxShownLength = 300;

// Plain JavaScript, because a thread that is made from a file would need that file beside the bundled program.
const program = String.raw`
	const {parentPort, workerData: {source, flags, maxLineLength, maxShownLength}} = require('node:worker_threads');
	const expression = new RegExp(source, flags);
	parentPort.on('message', ({text, most}) => {
		const found = [];
		for (const [index, line] of text.replace(/\r?\n$/, '').split(/\r?\n/).entries()) {
			if (found.length < most && expression.test(line.slice(0, maxLineLength))) {
				found.push({line: index + 1, text: line.slice(0, maxShownLength)});
			}
		}
		parentPort.postMessage(found);
	});
`;

/** Start to look for an expression. Lines are looked at up to their 10,000th character. Must be stopped. */
export function startLineFinder(expression: RegExp): LineFinder {
	const {source, flags} = expression;
	const worker = new Worker(program, {
		eval: true,
		execArgv: [],
		env: {},
		workerData: {
			source, flags, maxLineLength, maxShownLength,
		},
		resourceLimits: {maxOldGenerationSizeMb: 64, stackSizeMb: 4},
	});
	// Whoever waits for an answer is told; without this, an error that comes at another time would end the process.
	worker.on('error', () => undefined);
	return {
		async find(text, most, signal) {
			signal.throwIfAborted();
			worker.postMessage({text, most});
			const [found] = await once(worker, 'message', {signal}) as [FoundLine[]];
			return found;
		},
		async stop() {
			await worker.terminate();
		},
	};
}
