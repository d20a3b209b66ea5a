import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import type {RedisServer} from './redis-server.js';
import {isInstalled} from './server-kind.js';

/** How a process ended. */
type ProcessExit = {readonly exitCode: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string};

/** A process that is told lines and tells lines. */
export type LineProcess = {
	/** Resolves when it has ended. */
	readonly exited: Promise<ProcessExit>;
	/** Tell it lines. */
	say(...lines: readonly string[]): void;

	/**
	Wait for the next line that begins so. Lines before it are passed over, it is not given again.

	@returns The rest of the line.
	@throws With all its lines in the message, when it does not come within 20 seconds or the process ends without it.
	*/
	hear(beginning: string): Promise<string>;

	/** Signal it and whatever it has started, unless it has ended. */
	kill(signal: NodeJS.Signals): void;
};

const patienceMs = 20_000;

/** Start a process for the length of one test. It is killed when the test is over, with whatever it has started. */
export function startLineProcess(t: ExecutionContext, command: string, args: readonly string[]): LineProcess {
	// In a group of its own, so that a shell script dies with its children.
	const child = spawn(command, args, {stdio: 'pipe', detached: true});
	const lines: string[] = [];
	const waiting = new Set<() => void>();
	let next = 0;
	let exit: ProcessExit | undefined;
	let stderr = '';

	const look = () => {
		for (const again of waiting) {
			again();
		}
	};

	createInterface(child.stdout).on('line', line => {
		lines.push(line);
		look();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	// Told to something that has ended: its exit says why.
	child.stdin.on('error', () => undefined);
	const exited = once(child, 'close').then(([exitCode, signal]: unknown[]) => {
		exit = {exitCode: exitCode as ProcessExit['exitCode'], signal: signal as ProcessExit['signal'], stderr};
		look();
		return exit;
	});

	const kill = (signal: NodeJS.Signals) => {
		if (!exit && child.pid !== undefined) {
			process.kill(-child.pid, signal);
		}
	};

	t.teardown(async () => {
		kill('SIGKILL');
		await exited;
	});

	return {
		exited,
		kill,
		say(...told) {
			child.stdin.write(told.map(line => `${line}\n`).join(''));
		},
		async hear(beginning) {
			return new Promise((resolve, reject) => {
				const end = () => {
					clearTimeout(timeout);
					waiting.delete(again);
				};

				const fail = (why: string) => {
					end();
					reject(new Error(`${why}, expected a line that begins with "${beginning}", got:\n${lines.join('\n')}\n${stderr}`));
				};

				const again = () => {
					const found = lines.findIndex((line, index) => index >= next && line.startsWith(beginning));
					if (found !== -1) {
						end();
						next = found + 1;
						resolve(lines[found]!.slice(beginning.length).trim());
					} else if (exit) {
						fail(`The process ended with ${JSON.stringify({...exit, stderr: ''})}`);
					}
				};

				const timeout = setTimeout(() => {
					fail(`Not heard in ${patienceMs} ms`);
				}, patienceMs);
				waiting.add(again);
				again();
			});
		},
	};
}

/** In which language a foreign participant is written. */
export type ForeignKind = 'redis-cli' | 'python';

const python = '/usr/bin/python3';
const pythonCheck = spawnSync(python, ['-c', 'import redis'], {encoding: 'utf8'});

/** Why there are no Python participants on this machine, or `null`. */
export const pythonProblem = pythonCheck.status === 0 ? null : (pythonCheck.error?.message ?? pythonCheck.stderr.trim());

/** Whether the machine has `redis-cli`. One that can do without Redis may not. */
export const hasRedisCli = isInstalled('redis-cli');

/** The languages that this machine has. */
export const foreignKinds: readonly ForeignKind[] = [...(hasRedisCli ? ['redis-cli'] as const : []), ...(pythonProblem === null ? ['python'] as const : [])];

/** Start a worker that knows nothing of ours, see `foreign-worker.sh`, and wait until it listens. */
export async function startForeignWorker(t: ExecutionContext, kind: ForeignKind, {port}: RedisServer, workerId: string): Promise<LineProcess> {
	return startForeign(t, kind, 'worker', [String(port), workerId]);
}

/** Start a coordinator that knows nothing of ours, see `foreign-coordinator.sh`, and wait until it listens. */
export async function startForeignCoordinator(t: ExecutionContext, kind: ForeignKind, {port}: RedisServer): Promise<LineProcess> {
	return startForeign(t, kind, 'coordinator', [String(port)]);
}

async function startForeign(t: ExecutionContext, kind: ForeignKind, role: string, args: readonly string[]): Promise<LineProcess> {
	const [command, ending] = kind === 'python' ? [python, 'py'] as const : ['/bin/sh', 'sh'] as const;
	const file = fileURLToPath(new URL(`foreign-${role}.${ending}`, import.meta.url));
	const foreign = startLineProcess(t, command, [file, ...args]);
	await foreign.hear('listening');
	return foreign;
}
