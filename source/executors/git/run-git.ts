import {findProgram} from '../child/find-program.js';
import {runChild, type ChildExit} from '../child/run-child.js';

// Enough for git to remove its lock files.
const graceMs = 2000;

/** Where and how git runs. */
export type RunGitOptions = {
	readonly root: string;
	readonly environment: NodeJS.ProcessEnv;
	/** Limit of the output. Default: 256 KiB. */
	readonly maxBytes?: number;
	readonly signal: AbortSignal;
};

/** Run git, and wait until it and all its children have ended. @throws The signal's reason. */
export async function runGit(args: readonly string[], {root, environment, maxBytes = 256 * 1024, signal}: RunGitOptions): Promise<ChildExit> {
	const program = await findProgram('git', environment.PATH);
	if (program === null) {
		throw new Error('Expected git to be installed, but it is not in the PATH');
	}

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
	});
	signal.throwIfAborted();
	if (end.why === 'not_started') {
		throw new Error(`git cannot be started: ${end.problem}`);
	}

	return end;
}
