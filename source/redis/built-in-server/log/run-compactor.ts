import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';

/** A program and its first arguments. It calls `compactLog` with the others. */
export type Compactor = readonly [program: string, ...args: readonly string[]];

/** What a compaction is told. */
export type CompactionTask = {
	/** The log. */
	readonly file: string;

	/** Where to write what takes its place. The file must not be there. */
	readonly target: string;

	/** How much of the log to read. A unit ends there. */
	readonly bytes: number;

	/** How many databases there are. */
	readonly databases: number;
};

const mostSaidCharacters = 2000;

/**
Compact a log in a process of its own, so that this one can go on.

@throws {Error} with what the process has said when it did not succeed.
*/
export async function runCompactor([program, ...first]: Compactor, {file, target, bytes, databases}: CompactionTask, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	const child = spawn(program, [...first, file, target, String(bytes), String(databases)], {stdio: ['ignore', 'ignore', 'pipe']});
	// At first, because a process that could not be started has no pipe, and says so by an error a little later.
	const closed = once(child, 'close') as Promise<[code: number | null, killedBy: string | null]>;
	let said = '';
	(child.stderr as Readable | null)?.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(0, mostSaidCharacters);
	});
	const stop = () => {
		child.kill('SIGKILL');
	};

	signal.addEventListener('abort', stop);
	try {
		const [code, killedBy] = await closed;
		if (code !== 0) {
			throw new Error(`the process that does it ended with ${code ?? killedBy}: ${said.trim()}`);
		}
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/**
The task as `runCompactor` gives it to the program.

@param args Those after the first ones of the `Compactor`.
*/
export function readTask([file = '', target = '', bytes, databases]: readonly string[]): CompactionTask {
	return {
		file, target, bytes: Number(bytes), databases: Number(databases),
	};
}
