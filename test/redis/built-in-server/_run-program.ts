import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {serverCommand} from '../../_helpers/server-kind.js';

/** How a program ended, and what it has written. */
export type ProgramEnd = {readonly exitCode: unknown; readonly stdout: string; readonly stderr: string};

/** Run a program to its end, a minute at most. What it is told on standard input comes last. */
export async function runProgram(command: string, args: readonly string[], input = ''): Promise<ProgramEnd> {
	const child = spawn(command, args, {timeout: 60_000});
	// It may end without having read anything.
	child.stdin.on('error', () => undefined);
	child.stdin.end(input, 'latin1');
	const [ending, stdout, stderr] = await Promise.all([once(child, 'close') as Promise<readonly unknown[]>, text(child.stdout), text(child.stderr)]);
	return {exitCode: ending[0], stdout, stderr};
}

/** Start the built-in server where it cannot start: in this directory, with these lines of configuration. */
export async function failToStart(directory: string, lines: readonly string[]): Promise<ProgramEnd> {
	const file = path.join(directory, 'other.conf');
	await writeFile(file, [`dir ${directory}`, ...lines].join('\n'));
	const [command = '', ...args] = serverCommand('built-in');
	return runProgram(command, [...args, file]);
}
