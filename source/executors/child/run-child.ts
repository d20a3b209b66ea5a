/*
Runs one program in a process group of its own.

When it is stopped (time limit, output limit or signal), the whole group gets SIGTERM, and SIGKILL after a grace period. When the program itself exits, for whatever reason, the rest of its group is killed and its output is read to the end. Only a process that left the group can survive; if it keeps the pipes open, it is waited for no longer than half a second.
*/
import {Buffer} from 'node:buffer';
import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {addAbortListener, once} from 'node:events';
import {asError} from '../../protocol/user-error.js';
import {LineSplitter} from './lines.js';
import {signalGroup, watchOver} from './process-group.js';

/** What to run, and for how long. */
export type ChildOptions = {
	/** Absolute path. A relative one would be looked up in the working directory, which is not trusted. */
	readonly program: string;
	readonly args: readonly string[];
	readonly workdir: string;
	/** Its complete environment. */
	readonly environment: NodeJS.ProcessEnv;
	/** Its standard input. */
	readonly input?: string;
	/** Time limit. At most 24 days. Default: that. */
	readonly timeoutMs?: number;
	/** Time from SIGTERM to SIGKILL. Default: 5000. */
	readonly graceMs?: number;
	/** Limit of its standard output. Default: 64 MiB. */
	readonly maxBytes?: number;
	/** Whether to kill it if this process is killed. It takes a second process. Default: `true`. */
	readonly isWatched?: boolean;
	/** Stops it. */
	readonly signal: AbortSignal;
	/** Gets every line of its standard output, which is not kept then. Must not throw. */
	readonly onLine?: (line: string) => void;
	/** Gets every line of its standard error. Must not throw. */
	readonly onErrorLine?: (line: string) => void;
};

type StopReason = 'timeout' | 'aborted' | 'too_much_output';

/** How a program ended that was started. `ended`: by itself, or by a signal that is not ours. */
export type ChildExit = ({readonly why: 'ended'} | {readonly why: StopReason}) & {
	/** `null`: a signal ended it. */
	readonly exitCode: number | null;
	readonly killedBy: NodeJS.Signals | null;
	/** Its lines, without the line feed at the end. */
	readonly stdout: string;
	/** The last 4 KiB of its standard error. */
	readonly stderr: string;
};

/** How it ended. */
export type ChildEnd = ChildExit | {readonly why: 'not_started'; readonly problem: string};

const keptStderrBytes = 4096;
const maxErrorLineBytes = 64 * 1024;
const drainMs = 500;
// A longer timer would fire at once.
const maxTimerMs = (2 ** 31) - 1;

/** Run a program without a shell until it ends. @throws The signal's reason if it is aborted before the program starts. All other failures are in the result. */
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
	const {program, args, workdir, environment, signal} = options;
	signal.throwIfAborted();
	try {
		const child = spawn(program, args, {cwd: workdir, env: environment, detached: true});
		// The program may exit without reading its input. Its exit code tells the rest.
		child.stdin.on('error', () => undefined);
		await once(child, 'spawn');
		return await attend(child, options);
	} catch (error) {
		return {why: 'not_started', problem: asError(error).message};
	}
}

async function attend(child: ChildProcessWithoutNullStreams, options: ChildOptions): Promise<ChildExit> {
	const {input = '', timeoutMs = maxTimerMs, graceMs = 5000, isWatched = true, signal} = options;
	const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	const closed = once(child, 'close');
	const dismissWatcher = isWatched ? watchOver(child) : undefined;
	let hasExited = false;
	let why: StopReason | 'ended' = 'ended';
	let killTimer: NodeJS.Timeout | undefined;
	const stop = (reason: StopReason) => {
		if (why !== 'ended') {
			return;
		}

		why = reason;
		// Its last output is read after its end.
		if (!hasExited) {
			signalGroup(child, 'SIGTERM');
			killTimer = setTimeout(signalGroup, graceMs, child, 'SIGKILL');
		}
	};

	const finish = listen(child, options, () => {
		stop('too_much_output');
	});
	const deadline = setTimeout(stop, Math.min(timeoutMs, maxTimerMs), 'timeout');
	const listening = addAbortListener(signal, () => {
		stop('aborted');
	});
	child.stdin.end(input);
	const [exitCode, killedBy] = await exited;
	hasExited = true;
	clearTimeout(deadline);
	clearTimeout(killTimer);
	listening[Symbol.dispose]();
	signalGroup(child, 'SIGKILL');
	const drained = setTimeout(() => {
		child.stdout.destroy();
		child.stderr.destroy();
	}, drainMs);
	await closed;
	clearTimeout(drained);
	await dismissWatcher?.();
	return {
		why, exitCode, killedBy, ...finish(),
	};
}

/** Pass on its lines, or keep them. The returned function passes on the last ones, and returns what was kept. */
function listen(child: ChildProcessWithoutNullStreams, {maxBytes = 64 * 1024 * 1024, onLine, onErrorLine = () => undefined}: ChildOptions, onTooMuch: () => void) {
	const kept: string[] = [];
	const lines = new LineSplitter(maxBytes, onLine ?? (line => kept.push(line)));
	const errorLines = new LineSplitter(maxErrorLineBytes, onErrorLine);
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
		tail = Buffer.concat([tail, chunk]).subarray(-keptStderrBytes);
		errorLines.push(chunk);
	});
	return () => {
		lines.end();
		errorLines.end();
		return {stdout: kept.join('\n'), stderr: tail.toString()};
	};
}
