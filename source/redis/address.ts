import {isIPv6} from 'node:net';
import {UserError} from '../protocol/user-error.js';

/** `port` is 1 to 65535; IPv6 hosts have no brackets. */
type Endpoint = {readonly host: string; readonly port: number};

type Access = {readonly username?: string; readonly password?: string; readonly db: number};

/**
Where Redis is, with credentials if there are any.

- `tcp`: over TLS if `tls` is true.
- `unix`: an absolute path of a socket.
- `sentinel`: the primary that the Sentinels know by `name`. Credentials are those of the primary; `tls` applies to both.
*/
export type Address
	= | ({readonly kind: 'tcp'; readonly tls: boolean} & Endpoint & Access)
		| ({readonly kind: 'unix'; readonly path: string} & Access)
		| ({readonly kind: 'sentinel'; readonly sentinels: readonly Endpoint[]; readonly name: string; readonly tls: boolean} & Access);

const schemes = new Map([
	['redis', {kind: 'tcp', tls: false}],
	['valkey', {kind: 'tcp', tls: false}],
	['rediss', {kind: 'tcp', tls: true}],
	['valkeys', {kind: 'tcp', tls: true}],
	['unix', {kind: 'unix', tls: false}],
	['redis+sentinel', {kind: 'sentinel', tls: false}],
	['rediss+sentinel', {kind: 'sentinel', tls: true}],
] as const);

// `new URL` rejects the host list of a Sentinel address. The user part ends at the last `@` before the path. Errors repeat nothing that could be part of a
// password with an unescaped `/`, `?` or `#`.
const shape = /^(?<scheme>[a-z][a-z+]*):\/\/(?:(?<user>[^/?#]*)@)?(?<hosts>[^/?#]*)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/iu;

/**
Parse an address such as `redis://localhost:6379/0`.

Accepted: `redis://[user:password@]host[:6379][/db]`, the same with `rediss`, `valkey` and `valkeys`, `unix://[user:password@]/path`, and
`redis+sentinel://[user:password@]host1[:26379],host2/name[/db]` (or `rediss+sentinel`); `?db=N` works in all of them. User, password, path and name are percent-decoded; IPv6 hosts are in brackets.

@throws {UserError} of kind `usage`, without user and password.
*/
export function parseAddress(text: string): Address {
	const {scheme: prefix = '', hosts = '', path = '', ...parts} = shape.exec(text.trim())?.groups ?? {};
	const scheme = schemes.get(prefix.toLowerCase() as 'redis');
	if (!scheme) {
		throw wrong(prefix === '' ? 'is none of these' : `begins with ${prefix}://`);
	}

	const user = readUser(parts.user);
	const queryDb = readQuery(parts.query);
	if (scheme.kind === 'unix') {
		if (hosts !== '' || path.length < 2) {
			throw wrong('needs an absolute path after unix://, as in unix:///run/redis.sock');
		}

		return {
			kind: 'unix', path: decode(path, 'path'), ...user, db: readDb(queryDb),
		};
	}

	const segments = path.split('/').slice(1);
	if (scheme.kind === 'sentinel') {
		const [name = '', db, ...rest] = segments;
		if (name === '' || rest.length > 0) {
			throw wrong('needs the name of the primary after the Sentinels, as in redis+sentinel://host1,host2/mymaster');
		}

		return {
			kind: 'sentinel',
			sentinels: hosts.split(',').map(host => readEndpoint(host, 26_379)),
			name: decode(name, 'name'),
			tls: scheme.tls,
			...user,
			db: readDb(db, queryDb),
		};
	}

	const [db, ...rest] = segments;
	if (rest.length > 0) {
		throw wrong('has more than a db number after the host; write / in a password as %2F');
	}

	return {
		kind: 'tcp', ...readEndpoint(hosts, 6379), tls: scheme.tls, ...user, db: readDb(db, queryDb),
	};
}

/** The address in the form that `parseAddress` reads, without user and password. */
export function describeAddress(address: Address): string {
	if (address.kind === 'unix') {
		const path = address.path.split('/').map(segment => encodeURIComponent(segment)).join('/');
		return `unix://${path}${address.db === 0 ? '' : `?db=${address.db}`}`;
	}

	const scheme = address.tls ? 'rediss' : 'redis';
	if (address.kind === 'tcp') {
		return `${scheme}://${describeEndpoint(address)}/${address.db}`;
	}

	const hosts = address.sentinels.map(sentinel => describeEndpoint(sentinel)).join(',');
	return `${scheme}+sentinel://${hosts}/${encodeURIComponent(address.name)}/${address.db}`;
}

function wrong(what: string): UserError {
	return new UserError(`Expected an address such as redis://host:6379/0 (or rediss://, valkey://, unix:///path, redis+sentinel://host1,host2/name); this one ${what}`, 'usage');
}

function describeEndpoint({host, port}: Endpoint): string {
	return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function readEndpoint(text: string, defaultPort: number): Endpoint {
	const match = /^(?:\[(?<v6>[^\]]*)\]|(?<name>[\p{L}\p{N}._-]+))?(?::(?<port>\d+))?$/u.exec(text)?.groups;
	if (!match || (match.v6 !== undefined && !isIPv6(match.v6))) {
		throw wrong('has a host that is neither a name nor an IP address (put IPv6 in brackets, write @ : / in a password as %40 %3A %2F)');
	}

	const port = Number(match.port ?? defaultPort);
	if (port < 1 || port > 65_535) {
		throw wrong('has a port that is not between 1 and 65535');
	}

	return {host: match.v6 ?? match.name ?? 'localhost', port};
}

function readUser(text = ''): {readonly username?: string; readonly password?: string} {
	const colon = text.includes(':') ? text.indexOf(':') : text.length;
	const username = decode(text.slice(0, colon), 'user name');
	const password = decode(text.slice(colon + 1), 'password');
	return {...(username && {username}), ...(password && {password})};
}

function readQuery(query = ''): string | undefined {
	const options = new URLSearchParams(query);
	if ([...options.keys()].some(key => key !== 'db')) {
		throw wrong('has an unknown option; only db=N is allowed after the ?');
	}

	return options.get('db') ?? undefined;
}

function readDb(...candidates: ReadonlyArray<string | undefined>): number {
	const text = candidates.find(Boolean) ?? '0';
	if (!/^\d{1,9}$/.test(text)) {
		throw wrong('has a db that is not a number');
	}

	return Number(text);
}

function decode(text: string, what: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw wrong(`has a % in the ${what} that is not followed by two hexadecimal digits; write % as %25`);
	}
}
