import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {
	cp, mkdtemp, rm, symlink,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {build, type Plugin} from 'esbuild';
import type {TestTerminal} from '../test/_helpers/terminal.js';
import {formatCount} from '../source/ui/format.js';

/** The programs that are measured, built alike, in a temporary directory of their own. */
export type Programs = {
	readonly dashboard: string;
	readonly hello: string;
	readonly frames: string;
	readonly writer: string;
	/** Remove the directory. */
	readonly remove: () => Promise<void>;
};

// As in build.mjs: nobody tells Ink to load the React developer tools.
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup(plugin) {
		plugin.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'devtools', namespace: 'empty'}));
		plugin.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {initialize() {}, connectToDevTools() {}}'}));
	},
};

/**
Build the program as it is released, and the programs of the benchmark with the same options. What is measured is a copy, so that a build in the meantime changes nothing.
*/
export async function buildPrograms(): Promise<Programs> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-bench-'));
	await runProgram('build.mjs');
	await cp('distribution', path.join(directory, 'distribution'), {recursive: true});
	await cp('package.json', path.join(directory, 'package.json'));
	// The program loads ink-table from there.
	await symlink(path.resolve('node_modules'), path.join(directory, 'node_modules'));
	await Promise.all(['hello-program.tsx', 'frames-program.tsx', 'writer-program.ts'].map(async name => build({
		entryPoints: [`bench/${name}`],
		// Each alone: what two programs share would go into common chunks.
		outdir: path.join(directory, path.parse(name).name),
		bundle: true,
		splitting: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		banner: {js: 'import {createRequire as createBundleRequire} from "node:module"; const require = createBundleRequire(import.meta.url);'},
		plugins: [withoutDevtools],
		logLevel: 'warning',
	})));
	const built = (name: string) => path.join(directory, name, `${name}.js`);
	return {
		dashboard: path.join(directory, 'distribution', 'cli.js'),
		hello: built('hello-program'),
		frames: built('frames-program'),
		writer: built('writer-program'),
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
