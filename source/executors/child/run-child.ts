/*
One program that runs for one attempt, in a process group of its own.

It runs until it ends by itself or is stopped: by the limit of time, the limit of output, or the signal. Then the whole group gets SIGTERM, and after a grace time SIGKILL. As soon as the program itself has ended, however it did, whatever is left of its group is killed, and its output is read to the end. A process that has left the group and holds the pipes open is waited for no longer than half a second; it is the only thing that can go on.
*/
import {Buffer} from 'node:buffer';
import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import {asError} from '../../protocol/user-error.js';
import {LineSplitter} from './lines.js';
import {signalGroup, watchOver} from './process-group.js';

/** What to run, and for how long. */
export type ChildOptions = {
	/** Absolute path: a relative one would be looked for in the working directory, which is not to be trusted. */
	readonly program: string;
	readonly args: readonly string[];
	readonly workdir: string;
	/** All of its environment. */
	readonly environment: Readonly<Record<string, string>>;
	/** Its standard input. */
	readonly input: string;
	/** Wall clock, in milliseconds. At most 24 days count. */
	readonly timeoutMs: number;
	/** Between SIGTERM and SIGKILL, in milliseconds. Default: 5000. */
	readonly graceMs?: number;
	/** The most that it may write to standard output, in bytes. Default: 64 MiB. */
	readonly maxBytes?: number;
	/** Lines longer than this are left out, in bytes. Default: 8 MiB. */
	readonly maxLineBytes?: number;
	/** Stops it. */
	readonly signal: AbortSignal;
	/** Is given every line of its standard output that is not empty. Must not throw. */
	readonly onLine: (line: string) => void;
	/** The same for standard error. */
	readonly onErrorLine?: (line: string) => void;
};

/** How it ended. */
export type ChildEnd
	= | {
		/** `ended`: by itself, or by a signal that is not ours. */
		readonly why: 'ended' | 'timeout' | 'aborted' | 'too_much_output';
		/** `null`: a signal ended it. */
		readonly exitCode: number | null;
		readonly killedBy: NodeJS.Signals | null;
		/** The end of what it wrote to standard error, at most 4 KiB. */
		readonly stderr: string;
	}
	| {readonly why: 'not_started'; readonly problem: string};

const keptOfStderrBytes = 4096;
const drainMs = 500;
// A timer for longer fires at once.
const maxTimerMs = (2 ** 31) - 1;

/**
Run a program without a shell, until it has ended.

@throws The signal's reason when it is aborted before the program was started. Nothing else: what went wrong is in the result.
*/
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
	const {program, args, workdir, environment, signal} = options;
	signal.throwIfAborted();
	try {
		const child = spawn(program, args, {cwd: workdir, env: environment, detached: true});
		// Written to something that has ended already: its exit says why.
		child.stdin.on('error', () => undefined);
		await once(child, 'spawn');
		return await attend(child, options);
	} catch (error) {
		return {why: 'not_started', problem: asError(error).message};
	}
}

async function attend(child: ChildProcessWithoutNullStreams, options: ChildOptions): Promise<ChildEnd> {
	const {input, timeoutMs, graceMs = 5000, signal} = options;
	const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	const closed = once(child, 'close');
	const dismissWatcher = watchOver(child);
	let hasExited = false;
	let why: 'ended' | 'timeout' | 'aborted' | 'too_much_output' = 'ended';
	let patience: NodeJS.Timeout | undefined;
	const stop = (reason: typeof why) => {
		if (!hasExited && why === 'ended') {
			why = reason;
			signalGroup(child, 'SIGTERM');
			patience = setTimeout(signalGroup, graceMs, child, 'SIGKILL');
		}
	};

	const onAbort = () => {
		stop('aborted');
	};

	const readStderr = listen(child, options, () => {
		stop('too_much_output');
	});
	const deadline = setTimeout(stop, Math.min(timeoutMs, maxTimerMs), 'timeout');
	signal.addEventListener('abort', onAbort);
	if (signal.aborted) {
		onAbort();
	}

	child.stdin.end(input);
	const [exitCode, killedBy] = await exited;
	hasExited = true;
	clearTimeout(deadline);
	clearTimeout(patience);
	signal.removeEventListener('abort', onAbort);
	signalGroup(child, 'SIGKILL');
	const drained = setTimeout(() => {
		child.stdout.destroy();
		child.stderr.destroy();
	}, drainMs);
	await closed;
	clearTimeout(drained);
	await dismissWatcher();
	return {
		why, exitCode, killedBy, stderr: readStderr(),
	};
}

/** Hand out its lines. What it returns hands out the last ones, and gives the end of standard error. */
function listen(child: ChildProcessWithoutNullStreams, options: ChildOptions, onTooMuch: () => void): () => string {
	const {
		maxBytes = 64 * 1024 * 1024, maxLineBytes = 8 * 1024 * 1024, onLine, onErrorLine = () => undefined,
	} = options;
	const lines = new LineSplitter(maxLineBytes, onLine);
	const errorLines = new LineSplitter(maxLineBytes, onErrorLine);
	let bytes = 0;
	let tail = Buffer.alloc(0);
	child.stdout.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) {
			onTooMuch();
		} else {
			lines.push(chunk);
		}
	});
	child.stderr.on('data', (chunk: Buffer) => {
		tail = Buffer.concat([tail, chunk]).subarray(-keptOfStderrBytes);
		errorLines.push(chunk);
	});
	return () => {
		lines.end();
		errorLines.end();
		return tail.toString('utf8');
	};
}
