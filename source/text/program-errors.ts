type Exit = {readonly exitCode: number | null; readonly killedBy: string | null; readonly stderr: string};

/** Why a program that executes tasks has no result. `program`: its name, such as `Claude Code`. */
export const programErrors = {
	noResult: (program: string, exit: Exit) => `Expected a result from ${program}, got ${exitText(exit)}: ${lastLines(exit.stderr)}`,
	emptyResult: (program: string) => `Expected a result from ${program}, got an empty one.`,
	failedExit: (program: string, exit: Exit) => `Expected exit code 0 from ${program}, got a result and ${exitText(exit)}.`,
	notJson: (got: string) => `Expected a JSON object with a result on standard output, got ${got}`,
	reported: (program: string, got: string) => `Expected a result from ${program}, got ${got}`,
	unconfined: (allowed: readonly string[], surplus: readonly string[]) =>
		`Expected Claude Code to have only the tools ${allowed.join(', ')}, but it also has ${surplus.join(', ')}. Check its managed settings.`,
} as const;

type Stop = {readonly why: 'timeout' | 'aborted' | 'too_much_output'} | {readonly why: 'not_started'; readonly problem: string};

/** A program could not be started, or had to be stopped. */
export function programStopped(program: string, stop: Stop, timeoutMs: number): string {
	if (stop.why === 'not_started') {
		return `Cannot start ${program}: ${stop.problem}`;
	}

	return {
		timeout: `Expected a result within ${timeoutMs / 1000} s, got none. Make the task smaller, or allow more time.`,
		aborted: 'The attempt was stopped before there was a result.',
		too_much_output: 'Expected a result, got too much output.',
	}[stop.why];
}

/** There is no such program. */
export function noSuchProgram(name: string): string {
	return `there is no program ${name}${name.includes('/') ? '' : ' in the PATH'}`;
}

function exitText({exitCode, killedBy}: Exit): string {
	return killedBy ?? `exit code ${exitCode}`;
}

function lastLines(stderr: string): string {
	return stderr.trim().split('\n').slice(-2).join(' ') || 'no error message';
}
