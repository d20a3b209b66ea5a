import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {
	cp, mkdtemp, rm, symlink,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {buildOptions} from '../build.mjs';
import type {TestTerminal} from '../test/_helpers/terminal.js';
import {formatCount} from '../source/text/format-numbers.js';

/** The programs under measurement, built with the same options into one temporary directory. */
export type Programs = {
	readonly dashboard: string;
	readonly hello: string;
	readonly frames: string;
	readonly writer: string;
	readonly scan: string;
	readonly publish: string;
	readonly embeddedServer: string;
	/** Remove the directory. */
	readonly remove: () => Promise<void>;
};

/**
Build the released program, and the programs of the benchmark with the same options, into a temporary directory.
*/
export async function buildPrograms(): Promise<Programs> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-bench-'));
	await runProgram('build.mjs', path.join(directory, 'distribution'));
	await cp('package.json', path.join(directory, 'package.json'));
	// The embedded server loads its WebAssembly from there.
	await symlink(path.resolve('node_modules'), path.join(directory, 'node_modules'));
	await Promise.all(['hello-program.tsx', 'frames-program.tsx', 'writer-program.ts', 'server-scan-program.ts', 'server-publish-program.ts'].map(async name => build({
		...buildOptions,
		entryPoints: [`bench/${name}`],
		// One build each: code that two programs share would be split into common chunks.
		outdir: path.join(directory, path.parse(name).name),
	})));
	await Promise.all(['frames-program', 'server-scan-program'].map(async name => cp('source/redis/scripts', path.join(directory, name, 'scripts'), {recursive: true})));
	const built = (name: string) => path.join(directory, name, `${name}.js`);
	return {
		dashboard: path.join(directory, 'distribution', 'cli.js'),
		hello: built('hello-program'),
		frames: built('frames-program'),
		writer: built('writer-program'),
		scan: built('server-scan-program'),
		publish: built('server-publish-program'),
		embeddedServer: path.join(directory, 'distribution', 'server.js'),
		async remove() {
			await rm(directory, {recursive: true, force: true});
		},
	};
}

/** Run a built program to its end. @returns What it printed. */
export async function runProgram(file: string, ...args: ReadonlyArray<string | number>): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(process.execPath, [file, ...args.map(String)], (error, stdout) => {
			if (error) {
				reject(new Error(`Expected ${file} to end well, got ${error.message}`));
			} else {
				resolve(stdout);
			}
		});
	});
}

/** Run a built program while something else is done, and end it then. */
export async function withProgram<Result>(file: string, args: ReadonlyArray<string | number>, doing: () => Promise<Result>): Promise<Result> {
	const child: ChildProcess = spawn(process.execPath, [file, ...args.map(String)], {stdio: 'ignore'});
	const ended = once(child, 'exit');
	try {
		return await doing();
	} finally {
		child.kill('SIGKILL');
		await ended;
	}
}

/** Whether the screen of a dashboard says that it has read everything, so many findings. */
export function hasRead(findings: number): (terminal: TestTerminal) => boolean {
	return terminal => {
		const text = terminal.text().join('\n');
		return text.includes(' live ') && text.includes(`${formatCount(findings)} total`);
	};
}
