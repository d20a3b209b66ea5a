import {UserError} from '../../protocol/user-error.js';
import {childEnvironment} from '../child/environment.js';
import {runChild} from '../child/run-child.js';
import {findProgram} from '../child/find-program.js';

/** The tools that a worker has. Each is confined to the working directory by `--restricted`. */
export const claudeTools: readonly string[] = ['Read', 'Edit', 'Write', 'Grep', 'Glob'];

/** What confines an attempt, and must be known to the installed version. */
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
Find Claude Code, and see by its `--help` whether it can be confined.

@param executable Its name in the `PATH`, or a path.
@returns Its absolute path.
@throws {UserError} that says why it cannot be used; the signal's reason.
*/
export async function findClaude(executable: string, signal: AbortSignal): Promise<string> {
	const program = await findProgram(executable);
	if (program === null) {
		throw new UserError(`Claude Code was not found: there is no program ${executable}${executable.includes('/') ? '' : ' in the PATH'}; install it, or choose another executor.`);
	}

	const lines: string[] = [];
	const end = await runChild({
		program,
		args: ['--help'],
		workdir: '/',
		environment: childEnvironment(),
		input: '',
		timeoutMs: 30_000,
		maxBytes: 1024 * 1024,
		signal,
		onLine(line) {
			lines.push(line);
		},
	});
	signal.throwIfAborted();
	if (end.why !== 'ended' || end.exitCode !== 0) {
		throw new UserError(`Claude Code cannot be used: ${program} --help does not run; see what it says in a terminal, or choose another executor.`);
	}

	const known = new Set(lines.join('\n').match(/--[a-z][\w-]*/gu));
	const missing = needed.filter(flag => !known.has(flag));
	if (missing.length > 0) {
		throw new UserError(`Claude Code cannot be confined: ${program} does not know ${missing.join(', ')}; update it (claude update), or choose another executor.`);
	}

	return program;
}
