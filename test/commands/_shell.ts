import {execFile} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';

/** The blocks of shell commands in a text, in their order. */
export function blocksOf(text: string): readonly string[] {
	return [...text.matchAll(/^~~~sh\n(.*?)^~~~$/gms)].map(match => match[1]!);
}

/** What a model sets between two blocks. */
export type Variables = Readonly<Record<string, string>>;

/** A shell in which every block is run alone, after the first one, as in a session whose shell forgets. */
export type Session = {
	/** @returns What the block prints. Stderr has to stay empty. */
	run(block: string, variables?: Variables): Promise<string>;
	/** The files that have come to its working directory, which is empty at first. */
	files(): Promise<readonly string[]>;
};

/** A session that belongs to one test. */
export async function openSession(t: ExecutionContext, shell: string, setup: string, fixed: Variables = {}): Promise<Session> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-shell-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	return {
		async run(block, variables = {}) {
			const env = {
				PATH: process.env.PATH, HOME: directory, ...fixed, ...variables,
			};
			return new Promise((resolve, reject) => {
				execFile(shell, ['-c', `{\n${setup}} >/dev/null\n${block}`], {cwd: directory, env, timeout: 60_000}, (error, stdout, stderr) => {
					// 124: the time limit of a block that waits.
					if (stderr !== '' || ![undefined, 124].includes(error?.code as number | undefined)) {
						reject(new Error(`The block failed: ${stderr}${stdout}\n${block}`));
					} else {
						resolve(stdout.trimEnd());
					}
				}).stdin?.end();
			});
		},
		files: async () => readdir(directory),
	};
}
