import type {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import process from 'node:process';
import {asError} from '../../protocol/user-error.js';

const maxOutputBytes = 256 * 1024;
// To remove its lock files.
const graceMs = 2000;

/** What git did. */
export type GitRun = {
	/** `null`: it was ended, because it said too much. */
	readonly code: number | null;
	/** At most 256 KiB. */
	readonly stdout: string;
	/** At most 256 KiB. */
	readonly stderr: string;
	/** Whether it said more. It was ended then, in the middle of what it did. */
	readonly isCut: boolean;
};

/** Where and how git runs. */
export type RunGitOptions = {
	readonly root: string;
	readonly environment: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
};

/**
Run git, and wait until it and all that it has started have ended.

@throws The signal's reason.
*/
export async function runGit(args: readonly string[], {root, environment, signal}: RunGitOptions): Promise<GitRun> {
	signal.throwIfAborted();
	// A group of its own, so that what it starts ends with it.
	const child = spawn('git', args, {
		cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
	});
	const kill = (how: NodeJS.Signals) => {
		if (child.pid !== undefined) {
			try {
				process.kill(-child.pid, how);
			} catch {
				// It has ended.
			}
		}
	};

	let patience: NodeJS.Timeout | undefined;
	const end = () => {
		kill('SIGTERM');
		patience ??= setTimeout(kill, graceMs, 'SIGKILL');
	};

	let isCut = false;
	const collect = (stream: NodeJS.ReadableStream) => {
		let text = '';
		stream.setEncoding('utf8');
		stream.on('data', (chunk: Buffer | string) => {
			if (text.length < maxOutputBytes) {
				text += String(chunk);
			} else {
				isCut = true;
				end();
			}
		});
		return () => text;
	};

	const stdout = collect(child.stdout);
	const stderr = collect(child.stderr);
	signal.addEventListener('abort', end, {once: true});
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', error => {
				reject(new Error(`Expected git to be installed: ${asError(error).message}`));
			});
			child.once('close', resolve);
		});
		signal.throwIfAborted();
		return {
			code, stdout: stdout(), stderr: stderr(), isCut,
		};
	} finally {
		clearTimeout(patience);
		signal.removeEventListener('abort', end);
	}
}
