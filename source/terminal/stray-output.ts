import {Buffer} from 'node:buffer';
import process from 'node:process';
import {cleanLines, type CleanText} from '../protocol/clean-text.js';

/** A stream of the process, as far as it concerns stray output. */
export type OutputStream = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** Receives each line written to the terminal. */
export type LineListener = (line: CleanText, from: 'stdout' | 'stderr') => void;

/**
Keep everything but the screen off the terminal: what `console`, a library or Node itself (its warnings) prints goes to `onLine`, line by line.
A stream that does not lead to a terminal (`2>errors.log`) still gets its bytes.

@returns Puts everything back.
*/
export function catchStrayOutput(stdout: OutputStream, stderr: OutputStream, onLine: LineListener): () => void {
	const tell = (text: string, from: 'stdout' | 'stderr') => {
		for (const line of cleanLines(text.replace(/\r?\n$/u, ''))) {
			onLine(line, from);
		}
	};

	const putBack = [
		replaceWrite(stdout, text => {
			tell(text, 'stdout');
		}),
		replaceWrite(stderr, text => {
			tell(text, 'stderr');
		}),
		replaceWarnings(text => {
			tell(text, 'stderr');
		}),
	];
	return () => {
		for (const put of putBack) {
			put();
		}
	};
}

type Done = (error?: Error | null) => void;

function replaceWrite(stream: OutputStream, tell: (text: string) => void): () => void {
	const original = stream.write;
	const write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
		tell(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
		if (!stream.isTTY) {
			return Reflect.apply(original, stream, [chunk, encoding, done]) as boolean;
		}

		const callback = typeof encoding === 'function' ? encoding : done;
		if (callback) {
			process.nextTick(callback);
		}

		return true;
	};

	stream.write = write;
	return () => {
		stream.write = original;
	};
}

// Node prints warnings from a listener of its own, below `process.stderr`.
function replaceWarnings(tell: (text: string) => void): () => void {
	const originals = process.listeners('warning');
	const onWarning = (warning: Error) => {
		tell(`${warning.name}: ${warning.message}`);
	};

	process.removeAllListeners('warning');
	process.on('warning', onWarning);
	return () => {
		process.off('warning', onWarning);
		for (const original of originals) {
			process.on('warning', original);
		}
	};
}
