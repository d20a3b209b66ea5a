import {findProgram} from '../child/find-program.js';
import {runChild, type ChildExit, type ChildOptions} from '../child/run-child.js';

// Enough for git to remove its lock files.
const graceMs = 2000;

/** Run git, and wait until it and all its children have ended. @param options Default of `maxBytes`: 256 KiB. @throws The signal's reason. */
export async function runGit(args: readonly string[], options: Pick<ChildOptions, 'workdir' | 'environment' | 'maxBytes' | 'signal'>): Promise<ChildExit> {
	const program = await findProgram('git', options.environment.PATH);
	if (program === null) {
		throw new Error('Expected git to be installed, but it is not in the PATH');
	}

	const end = await runChild({
		program,
		args,
		graceMs,
		maxBytes: 256 * 1024,
		// It ends by itself soon.
		isWatched: false,
		...options,
	});
	options.signal.throwIfAborted();
	if (end.why === 'not_started') {
		throw new Error(`git cannot be started: ${end.problem}`);
	}

	return end;
}
