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
export const embeddedServerNote = 'The embedded Valkey is for one machine: loopback only, no TLS, no replicas, at most 4 GB. '
	+ 'It keeps serving this data even if valkey-server or redis-server is installed later.';
