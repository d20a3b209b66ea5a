import process from 'node:process';

/** The part of an output stream that matters here. */
export type OutputStream = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** Keep everything but the screen off the terminal: what `console`, a library or Node itself (its warnings) prints. A redirected stream (`2>errors.log`) still gets it. @returns Undoes it. */
export function muteStrayOutput(stdout: OutputStream, stderr: OutputStream): () => void {
	const undo = [muteWrites(stdout), muteWrites(stderr), stderr.isTTY ? muteWarnings() : () => undefined];
	return () => {
		for (const each of undo) {
			each();
		}
	};
}

function muteWrites(stream: OutputStream): () => void {
	const original = stream.write;
	if (stream.isTTY) {
		stream.write = (...parameters: readonly unknown[]): boolean => {
			const done = parameters.at(-1);
			if (typeof done === 'function') {
				process.nextTick(done);
			}

			return true;
		};
	}

	return () => {
		stream.write = original;
	};
}

// Node prints warnings from a listener of its own, bypassing `process.stderr`.
function muteWarnings(): () => void {
	const listeners = process.listeners('warning');
	process.removeAllListeners('warning');
	return () => {
		for (const listener of listeners) {
			process.on('warning', listener);
		}
	};
}
