import {UserError} from '../../protocol/user-error.js';
import {noSuchProgram} from '../../text/program-errors.js';
import {childEnvironment} from '../child/environment.js';
import {runChild} from '../child/run-child.js';
import {findProgram} from '../child/find-program.js';

/** The tools of a worker. `--restricted` confines them to the working directory. */
export const claudeTools: readonly string[] = ['Read', 'Edit', 'Write', 'Grep', 'Glob'];

/** The flags that confine an attempt. The installed version must know them. */
export const confinement: readonly string[] = [
	['--restricted', '--strict-mcp-config', '--disable-slash-commands'],
	['--tools', claudeTools.join(',')],
	['--permission-mode', 'acceptEdits', '--permission-prompts', 'none'],
].flat();

const needed = [
	confinement.filter(word => word.startsWith('--')),
	['--print', '--model', '--system-prompt', '--max-budget-usd', '--no-session-persistence', '--output-format', '--verbose'],
].flat();

/**
Find Claude Code, and check in its `--help` that it can be confined.

@param executable A name to look up in the `PATH`, or a path.
@returns Its absolute path.
@throws {UserError} if it is not available; the signal's reason.
*/
export async function findClaude(executable: string, signal: AbortSignal): Promise<string> {
	const program = await findProgram(executable);
	if (program === null) {
		throw new UserError(`Claude Code was not found: ${noSuchProgram(executable)}. Install it, or choose another executor.`);
	}

	const end = await runChild({
		program,
		args: ['--help'],
		workdir: '/',
		environment: childEnvironment(),
		timeoutMs: 30_000,
		maxBytes: 1024 * 1024,
		signal,
	});
	signal.throwIfAborted();
	if (end.why !== 'ended' || end.exitCode !== 0) {
		throw new UserError(`Claude Code does not work: ${program} --help failed. Run it in a terminal to see why, or choose another executor.`);
	}

	const known = new Set(end.stdout.match(/--[a-z][\w-]*/gu));
	const missing = needed.filter(flag => !known.has(flag));
	if (missing.length > 0) {
		throw new UserError(`Claude Code cannot be confined: ${program} does not know ${missing.join(', ')}. Update it (claude update), or choose another executor.`);
	}

	return program;
}
