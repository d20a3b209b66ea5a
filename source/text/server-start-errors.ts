import {clean, type CleanText} from '../protocol/clean-text.js';
import type {ServerName} from './server-text.js';

type LockedDirectory = {readonly pid: number; readonly directory: string; readonly port: number; readonly lockFile: string};

/** The directory for the data cannot be created, or is not ours. */
export function dataDirectoryError(directory: string, error: unknown): CleanText {
	return clean`Expected a writable directory for the data of a Redis, got ${directory}: ${String(error)}; make it writable, or name a running Redis with --redis.`;
}

/** Another process holds the lock of the data directory. */
export function lockedDirectoryError({pid, directory, port, lockFile}: LockedDirectory): CleanText {
	return clean`Process ${String(pid)} is starting or running a Redis in ${directory}, but nothing answers on port ${String(port)}; end that process, or remove ${lockFile} if it is another program, and try again.`;
}

/** Another program has the port. */
export const portTakenError = 'Another program is listening on the port of Redis, but does not answer like one; end it, or name a running Redis with --redis.';

/** The server ended before it was ready. @param lastLine What it logged last. */
export function failedStartError({name, path, logFile, lastLine}: {readonly name: ServerName['name']; readonly path: string; readonly logFile: string; readonly lastLine: string}): CleanText {
	return clean`${name === 'embedded' ? 'The embedded Valkey' : path} does not start: ${lastLine.replace(/\.$/, '') || 'it printed nothing'}; see ${logFile}.`;
}
