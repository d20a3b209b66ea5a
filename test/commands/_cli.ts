import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';

const cli = fileURLToPath(new URL('../../source/cli.ts', import.meta.url));
const callsProgram = fileURLToPath(new URL('_calls.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** How a call of the program ended. */
export type CliExit = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

/** A call of the program that runs. */
export type CliRun = {
	readonly exited: Promise<CliExit>;
	readonly stdin: Writable;
	/** The next line on stderr that is a JSON object with this `event`; those before it are passed over. Rejects when the program ends without it. */
	logged(event: string): Promise<Readonly<Record<string, unknown>>>;
	kill(signal: NodeJS.Signals): void;
};

/** Call the program as a process that has no terminal, which is killed when the test is over. */
export function startCli(t: ExecutionContext, url: string, ...args: readonly string[]): CliRun {
	return startProgram(t, url, [cli, ...args]);
}

function startProgram(t: ExecutionContext, url: string, args: readonly string[]): CliRun {
	const child = spawn(process.execPath, ['--import=tsx', ...args], {
		cwd: root, stdio: 'pipe', env: {PATH: process.env.PATH, HOME: '/nonexistent', REDIS_URL: url},
	});
	t.teardown(() => {
		child.kill('SIGKILL');
	});
	// What ends without reading it breaks the pipe.
	child.stdin.on('error', () => undefined);
	let stdout = '';
	let stderr = '';
	let next = 0;
	const lines: string[] = [];
	const waiting = new Set<() => void>();
	let isOver = false;
	const look = () => {
		for (const again of waiting) {
			again();
		}
	};

	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	createInterface(child.stderr).on('line', line => {
		stderr += `${line}\n`;
		lines.push(line);
		look();
	});
	const exited = once(child, 'close').then(([code]: unknown[]) => {
		isOver = true;
		look();
		return {code: code as CliExit['code'], stdout, stderr};
	});
	return {
		exited,
		stdin: child.stdin,
		kill(signal) {
			child.kill(signal);
		},
		async logged(event) {
			return new Promise((resolve, reject) => {
				const again = () => {
					for (; next < lines.length; next++) {
						const entry = JSON.parse(lines[next]!) as Readonly<Record<string, unknown>>;
						if (entry.event === event) {
							next++;
							waiting.delete(again);
							resolve(entry);
							return;
						}
					}

					if (isOver) {
						reject(new Error(`Expected ${event}, got:\n${stderr}`));
					}
				};

				waiting.add(again);
				again();
			});
		},
	};
}

/** What came of a command: its exit code, and what it said. `code` is `null` after an error that nobody foresaw. */
export type Called = {readonly code: number | null; readonly said: string};

/** Run commands one after the other in one process, which is much faster than one process each. The first word of each is the command. */
export async function runCalls(t: ExecutionContext, url: string, ...calls: ReadonlyArray<readonly string[]>): Promise<readonly Called[]> {
	const {stdout, stderr} = await startProgram(t, url, [callsProgram, JSON.stringify(calls)]).exited;
	if (stderr !== '') {
		throw new Error(stderr);
	}

	return stdout.trimEnd().split('\n').map(line => JSON.parse(line) as Called);
}

/** Call the program and wait for its end. */
export async function runCli(t: ExecutionContext, url: string, ...args: readonly string[]): Promise<CliExit> {
	return startCli(t, url, ...args).exited;
}
