/** What can be wrong with a link to Redis: what came, and what to do. `came` is what the server said, clean and without secrets, or empty. */
const connectionProblems = {
	nothingListens: () => 'nothing listens there; start one (on this machine: haiku-swarm server), or say with --redis where it is',
	noSocket: () => 'there is no such socket; start Redis with this unixsocket, or say with --redis where it is',
	notAllowed: () => 'this user of the machine may not open that socket; change its permissions (unixsocketperm)',
	unknownHost: () => 'no host has that name; check the address after --redis or in REDIS_URL',
	unreachable: () => 'no answer came in time; check host, port, network and firewall',
	silent: () => 'something accepts connections there but does not answer PING; it is no Redis, or it hangs (for a TLS port use rediss://)',
	silentTls: () => 'something accepts connections there but does not answer in TLS; for a port without TLS use redis:// in place of rediss://',
	plainPort: () => 'the port does not speak TLS; use redis:// in place of rediss://, or the TLS port',
	tlsPort: () => 'the port speaks TLS; use rediss:// in place of redis://',
	closed: () => 'the connection was closed without an answer; if the port speaks TLS, use rediss:// in place of redis://',
	closedTls: () => 'the connection was closed during the TLS handshake; check that this port speaks TLS',
	lost: () => 'the connection was lost',
	hangs: () => 'the connection is open, but no answer came in time',
	untrusted: (came: string) => `its certificate is not trusted (${came}); name the file of its authority in NODE_EXTRA_CA_CERTS`,
	expired: (came: string) => `its certificate is not valid today (${came}); renew it, or set the clock right`,
	wrongName: () => 'its certificate is for another name; use the host name that the certificate was made for',
	wantsCertificate: () => 'it asks for a certificate of ours (tls-auth-clients), which is not supported; let it ask for a password',
	wrongPassword: () => 'it does not accept this user name and password; correct them in REDIS_URL, like redis://user:password@host',
	passwordRequired: () => 'it wants a password; put one into REDIS_URL, like redis://user:password@host',
	notPermitted: (came: string) => `its user lacks a permission (${came}); extend it with ACL SETUSER`,
	protectedMode: () => 'it is in protected mode and serves its own machine only; give it a password and put that into REDIS_URL',
	notRedis: (came: string) => `what listens there is no Redis (${came}); check the port`,
	tooOld: (came: string) => `it must be Redis 6.2 or newer, or Valkey, but ${came}; update it`,
	cluster: () => 'it is a Redis Cluster, which is not supported because the keys of a swarm do not share a slot; use one primary with replicas',
	isSentinel: () => 'it is a Sentinel; use redis+sentinel://host:port/name with the name of the primary',
	noSentinel: (came: string) => `no Sentinel answers as it should (${came}); check hosts and ports`,
	unknownPrimary: () => 'the Sentinels know no primary of that name; check the name after the hosts',
	noSuchDb: () => 'it has no db of that number; use a smaller one (most servers have 0 to 15)',
	loading: () => 'it still loads its data; try again in a moment',
	other: (came: string) => `it answered: ${came}`,
} as const;

/** A code of `connectionProblems`. */
export type ConnectionProblem = keyof typeof connectionProblems;

/** Why there is no usable Redis at an address. */
export function connectionProblemText(problem: ConnectionProblem, address: string, came: string): string {
	return `No usable Redis at ${address}: ${connectionProblems[problem](came)}.`;
}
