import {execFileSync} from 'node:child_process';
import {
	lstat, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rm, symlink, writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import type {Tool, ToolResult} from '../../../../source/executors/messages-api/tools/define-tool.js';
import {workdirTools} from '../../../../source/executors/messages-api/tools/workdir-tools.js';

/** What no tool may ever show. */
export const secret = 'the-secret-that-lies-outside';

/** A working directory, and a world around it. */
export type Scene = {
	/** Real path of the working directory. */
	readonly root: string;
	/** Beside it, with `secret.txt` in it. */
	readonly outside: string;
	/** Everything around the working directory: names, kinds, modes, contents. */
	world(): Promise<Readonly<Record<string, string>>>;
	/** Read a file in the working directory. */
	read(name: string): Promise<string>;
	/** Write files into the working directory. */
	write(files: Readonly<Record<string, string>>): Promise<void>;
	/** Write a file of any bytes into it. */
	writeBytes(name: string, bytes: readonly number[]): Promise<void>;
	/** Run git there, as its user would. */
	git(...args: readonly string[]): string;
};

/** Make one; it is removed with the test. */
export async function makeScene(t: ExecutionContext): Promise<Scene> {
	const world = await realpath(await mkdtemp(path.join(tmpdir(), 'haiku-swarm-tools-')));
	t.teardown(async () => rm(world, {recursive: true, force: true}));
	const root = path.join(world, 'work');
	const outside = path.join(world, 'outside');
	await Promise.all([mkdir(path.join(root, 'sub'), {recursive: true}), mkdir(outside), mkdir(path.join(world, 'work-beside'))]);
	const write = async (files: Readonly<Record<string, string>>) => {
		for (const [name, content] of Object.entries(files)) {
			const file = path.resolve(root, name);
			await mkdir(path.dirname(file), {recursive: true});
			await writeFile(file, content);
		}
	};

	await write({
		'inside.txt': 'inside\n', 'sub/deep.txt': 'deep\n', '../outside/secret.txt': secret, '../work-beside/secret.txt': secret,
	});
	return {
		root,
		outside,
		world: async () => stateOf(world, root),
		read: async name => readFile(path.join(root, name), 'utf8'),
		write,
		writeBytes: async (name, bytes) => writeFile(path.join(root, name), Uint8Array.from(bytes)),
		git: (...args) => execFileSync('git', args, {
			cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: {
				PATH: process.env.PATH, HOME: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@b',
			},
		}),
	};
}

/** Links in the working directory that lead out of it, or nowhere. */
export async function addLinks({root, outside}: Scene): Promise<void> {
	const links = {
		'file-link': path.join(outside, 'secret.txt'),
		'relative-link': '../outside/secret.txt',
		'directory-link': outside,
		'sub/middle': '../../outside',
		chain: 'directory-link/secret.txt',
		dangling: '../outside/new.txt',
		'dangling-directory': path.join(outside, 'nothing'),
		loop: 'loop',
		'device-link': '/dev/zero',
		'process-link': '/proc/self/root',
	};
	for (const [name, target] of Object.entries(links)) {
		await symlink(target, path.join(root, name));
	}
}

/** Asks tools by their names. */
export type Caller = {
	run(name: string, input: unknown, signal?: AbortSignal): Promise<ToolResult>;
	/** Its status only. */
	status(name: string, input: unknown): Promise<ToolResult['status']>;
	/** Its text, and its status before it where that is not `ok`. */
	text(name: string, input: unknown): Promise<string>;
};

/** The tools of a scene. */
export async function toolsOf({root}: Pick<Scene, 'root'>, allowedHosts: readonly string[] = []): Promise<Caller> {
	return caller(await workdirTools({workdir: root, allowedHosts}));
}

/** Call some tools by name. */
export function caller(tools: readonly Tool[]): Caller {
	const run: Caller['run'] = async (name, input, signal = new AbortController().signal) => {
		const tool = tools.find(({name: own}) => own === name);
		if (!tool) {
			throw new Error(`There is no tool ${name}`);
		}

		return tool.run(input, {signal});
	};

	return {
		run,
		async status(name, input) {
			const {status} = await run(name, input);
			return status;
		},
		async text(name, input) {
			const {status, text} = await run(name, input);
			return status === 'ok' ? text : `${status}: ${text}`;
		},
	};
}

async function stateOf(directory: string, except: string): Promise<Readonly<Record<string, string>>> {
	const state: Record<string, string> = {};
	for (const name of await readdir(directory)) {
		const file = path.join(directory, name);
		const stats = await lstat(file);
		if (file === except) {
			continue;
		}

		if (stats.isDirectory()) {
			state[file] = `directory ${stats.mode}`;
			Object.assign(state, await stateOf(file, except));
		} else {
			state[file] = `${stats.mode} ${stats.isSymbolicLink() ? await readlink(file) : await readFile(file, 'utf8')}`;
		}
	}

	return state;
}
