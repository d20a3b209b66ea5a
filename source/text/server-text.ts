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
