import {findProgram} from '../child/find-program.js';
import {runChild} from '../child/run-child.js';

// Enough for git to remove its lock files.
const graceMs = 2000;

/** What git did. */
export type GitRun = {
	/** `null`: it was stopped for writing too much. */
	readonly exitCode: number | null;
	/** Without the line feed at the end. */
	readonly stdout: string;
	/** The last 4 KiB. */
	readonly stderr: string;
	/** Whether it was stopped for writing more than `maxBytes`. */
	readonly isCut: boolean;
};

/** Where and how git runs. */
export type RunGitOptions = {
	readonly root: string;
	readonly environment: NodeJS.ProcessEnv;
	/** Limit of the output. Default: 256 KiB. */
	readonly maxBytes?: number;
	readonly signal: AbortSignal;
};

/** Run git, and wait until it and all its children have ended. @throws The signal's reason. */
export async function runGit(args: readonly string[], {root, environment, maxBytes = 256 * 1024, signal}: RunGitOptions): Promise<GitRun> {
	const program = await findProgram('git', environment.PATH);
	if (program === null) {
		throw new Error('Expected git to be installed, but it is not in the PATH');
	}

	const lines: string[] = [];
	const end = await runChild({
		program,
		args,
		workdir: root,
		environment,
		graceMs,
		maxBytes,
		// It ends by itself soon.
		isWatched: false,
		signal,
		onLine(line) {
			lines.push(line);
		},
	});
	signal.throwIfAborted();
	if (end.why === 'not_started') {
		throw new Error(`git cannot be started: ${end.problem}`);
	}

	return {
		exitCode: end.exitCode, stdout: lines.join('\n'), stderr: end.stderr, isCut: end.why === 'too_much_output',
	};
}
