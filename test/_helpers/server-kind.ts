import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

/**
A server that tests can use.
*/
export type ServerKind = 'redis' | 'valkey' | 'embedded';

/**
Which server the tests use, `SWARM_TEST_SERVER`. Default: a real one, where the machine has one, else the embedded server.
*/
export const serverKind: ServerKind = readKind();

/**
Directories in which servers are looked for, as `findServerBinary` takes them: none, where the tests use the embedded server.
*/
export const serverDirectories: readonly string[] | undefined = serverKind === 'embedded' ? [] : undefined;

/**
The program of the server and its first arguments; its configuration file comes next.
*/
export function serverCommand(kind: ServerKind): readonly string[] {
	return kind === 'embedded'
		? [process.execPath, '--disable-warning=ExperimentalWarning', fileURLToPath(new URL('../../distribution/server.js', import.meta.url))]
		: [`${kind}-server`];
}

/**
Whether the machine has a program that tells its version.
*/
export function isInstalled(program: string): boolean {
	try {
		execFileSync(program, ['--version'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

function readKind(): ServerKind {
	const wanted = process.env.SWARM_TEST_SERVER;
	if (wanted === 'redis' || wanted === 'valkey' || wanted === 'embedded') {
		return wanted;
	}

	if (wanted !== undefined) {
		throw new Error(`Expected SWARM_TEST_SERVER to be redis, valkey or embedded, got ${wanted}`);
	}

	return (['redis', 'valkey'] as const).find(kind => isInstalled(`${kind}-server`)) ?? 'embedded';
}
