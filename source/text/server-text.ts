import {clean, type CleanText} from '../protocol/clean-text.js';

/** A server by name and version. */
export type ServerName = {
	readonly name: 'redis' | 'valkey' | 'embedded';
	readonly version: string;
};

/** Name a server for people. */
export function describeServer({name, version}: ServerName): string {
	return `${name === 'embedded' ? 'embedded Valkey' : name} ${version}`;
}

/** What people should know before they rely on the embedded server. */
const embeddedServerNote = 'The embedded Valkey is for one machine: loopback only, no TLS, no replicas, at most 4 GB. '
	+ 'It keeps serving this data even if valkey-server or redis-server is installed later.';

/** That a server was started here, and where its data is. */
export function startedServerText(address: string, server: ServerName, {binary, directory}: {readonly binary: string; readonly directory: string}): CleanText {
	return clean`${address}  ${describeServer(server)}${server.name === 'embedded' ? '' : ` (${binary})`}, data in ${directory}`;
}

/** What people should know of the server that is used. */
export function serverWarnings({name}: ServerName, warnings: readonly string[]): readonly CleanText[] {
	return [...(name === 'embedded' ? [embeddedServerNote] : []), ...warnings].map(text => clean`${text}`);
}

/** A server that was started here crashes again and again. */
export function crashedServerText(logFile: string): CleanText {
	return clean`The server keeps crashing; see ${logFile}. Its data is kept; quit and start haiku-swarm again.`;
}

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
