import {execFile} from 'node:child_process';
import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {imitatedVersion, isNewEnough} from './server-version.js';
import type {ServerIdentity} from './server-identity.js';

/**
A server program of this machine that is new enough.
*/
export type ServerBinary = ServerIdentity & {
	/**
	Absolute. For the built-in server it is Node.
	*/
	readonly path: string;

	/**
	What comes before its configuration file. Empty but for the built-in server.
	*/
	readonly args: readonly string[];
};

const programs = [['valkey', 'valkey-server'], ['redis', 'redis-server']] as const;

/**
Where programs are looked for: the `PATH`, and where package managers put servers without asking it.
*/
export function programDirectories(): readonly string[] {
	return [...(process.env.PATH ?? '').split(path.delimiter).filter(directory => path.isAbsolute(directory)), '/opt/homebrew/bin', '/usr/local/bin'];
}

/**
Find `valkey-server`, else `redis-server`, of at least version 6.2, else the built-in server.

@param directories Absolute directories to look into. Default: `programDirectories()`.
*/
export async function findServerBinary({signal, directories = programDirectories()}: {readonly signal: AbortSignal; readonly directories?: readonly string[]}): Promise<ServerBinary> {
	for (const [name, program] of programs) {
		for (const directory of new Set(directories)) {
			const file = path.join(directory, program);
			if (!await isExecutable(file)) {
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

	return builtInServer();
}

/**
The built-in server as a program: this Node, and the file that lies beside this one (built: beside the bundle).
*/
export function builtInServer(): ServerBinary {
	const file = import.meta.url.endsWith('.ts') ? 'built-in-server/main.ts' : 'built-in-server.js';
	return {
		name: 'built-in', version: imitatedVersion, path: process.execPath, args: [...process.execArgv, fileURLToPath(new URL(file, import.meta.url))],
	};
}

async function isExecutable(file: string): Promise<boolean> {
	try {
		await access(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

async function readVersion(file: string, signal: AbortSignal): Promise<string | undefined> {
	signal.throwIfAborted();
	return new Promise(resolve => {
		execFile(file, ['--version'], {timeout: 5000, signal}, (_error, stdout) => {
			resolve(/\bv=(?<version>\d+(?:\.\d+)+)/.exec(stdout)?.groups?.version);
		});
	});
}
