import {execFile} from 'node:child_process';
import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {UserError} from '../protocol/user-error.js';
import {isNewEnough, oldestVersion} from './server-version.js';
import type {ServerIdentity} from './server-identity.js';

/**
A server program of this machine that is new enough.
*/
export type ServerBinary = ServerIdentity & {
	/**
	Absolute.
	*/
	readonly path: string;
};

const programs = [['valkey', 'valkey-server'], ['redis', 'redis-server']] as const;

/**
Where programs are looked for: the `PATH`, and where package managers put servers without asking it.
*/
export function programDirectories(): readonly string[] {
	return [...(process.env.PATH ?? '').split(path.delimiter).filter(directory => path.isAbsolute(directory)), '/opt/homebrew/bin', '/usr/local/bin'];
}

/**
Find `valkey-server`, else `redis-server`, of at least version 6.2.

@param directories Absolute directories to look into. Default: `programDirectories()`.
@throws {UserError} of kind `noRedis` when there is none; it names those that are too old, or do not run.
*/
export async function findServerBinary({signal, directories = programDirectories()}: {readonly signal: AbortSignal; readonly directories?: readonly string[]}): Promise<ServerBinary> {
	const refused: string[] = [];
	for (const [name, program] of programs) {
		for (const directory of new Set(directories)) {
			const file = path.join(directory, program);
			if (!await isExecutable(file)) {
				continue;
			}

			const version = await readVersion(file, signal);
			if (version !== undefined && (name === 'valkey' || isNewEnough(version))) {
				return {name, version, path: file};
			}

			refused.push(`${file} ${version === undefined ? 'does not run' : `is ${version}`}`);
		}
	}

	const found = refused.length === 0 ? 'neither valkey-server nor redis-server is in the PATH' : refused.join(', ');
	throw new UserError(`No Redis can be started here: ${found}; install one (${oldestVersion} or newer), or say with --redis where one runs.`, 'noRedis');
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
