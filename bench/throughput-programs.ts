import {execFileSync} from 'node:child_process';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {buildOptions} from '../build.mjs';

const names = ['ours', 'raw', 'bullmq', 'loop'] as const;

/** The participants written in TypeScript, built as the program is released: name to file. */
export type ThroughputPrograms = Readonly<Record<(typeof names)[number], string>>;

/** Build the participants into a temporary directory, and do something with them. */
export async function withThroughputPrograms<Result>(doing: (programs: ThroughputPrograms) => Promise<Result>): Promise<Result> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-bench-'));
	try {
		await build({...buildOptions, entryPoints: names.map(name => `bench/throughput-${name}-program.ts`), outdir: directory});
		// Scripts for Redis are read at run time, beside the bundle.
		await cp('source/redis/scripts', path.join(directory, 'scripts'), {recursive: true});
		return await doing(Object.fromEntries(names.map(name => [name, path.join(directory, `throughput-${name}-program.js`)])) as ThroughputPrograms);
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

/** A Python that has redis-py, or `undefined`. */
export function findPython(): string | undefined {
	for (const python of ['/usr/bin/python3', 'python3']) {
		try {
			execFileSync(python, ['-c', 'import redis'], {stdio: 'ignore'});
			return python;
		} catch {
			// The next one may have it.
		}
	}

	return undefined;
}
