/*
Which hosts can be reached over HTTP: those on the worker's list, and of those only safe addresses.

The host and port of a URL must be on the list. Then the name is resolved, and all its addresses must be public. Loopback and private addresses are reached only if the list itself names the address (or `localhost`): whoever controls a name can point it anywhere. The connection is made to the checked addresses, and the name is not resolved again. URLs are compared as the URL parser normalizes them: 0x7f.1 and 2130706433 are 127.0.0.1.
*/
import {lookup as systemLookup} from 'node:dns/promises';
import {BlockList, isIP} from 'node:net';
import {UserError} from '../../../protocol/user-error.js';
import {DeniedError} from './define-tool.js';

/** Resolves a name to all its addresses. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** A checked URL, and the addresses to connect to. */
export type CheckedTarget = {
	readonly url: URL;
	readonly addresses: readonly string[];
};

// Link-local addresses, where clouds serve metadata and credentials; other metadata addresses; addresses that are not one host; and IPv6 that embeds IPv4, which nobody needs.
const neverReached = {
	ipv4: listOf('ipv4', '0.0.0.0/8 100.100.100.200/32 168.63.129.16/32 169.254.0.0/16 192.0.0.0/24 224.0.0.0/4 240.0.0.0/4'),
	ipv6: listOf('ipv6', '::/128 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2001::/32 2002::/16 fd00:ec2::254/128 fe80::/10 fec0::/10 ff00::/8'),
};

// ::2 to ::255.255.255.255 embed IPv4 too. ::1 is loopback.
neverReached.ipv6.addRange('::2', '::ffff:ffff', 'ipv6');

const privateRanges = {
	ipv4: listOf('ipv4', '10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15'),
	ipv6: listOf('ipv6', '::1/128 fc00::/7'),
};

const metadataNames = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal']);

/** The list of a worker. */
export class AllowedHosts {
	/** Each with its port. */
	readonly #hosts: ReadonlySet<string>;

	/**
	@param hosts Names or addresses, IPv6 in `[…]`, with `:port` unless it is 80 or 443.
	@param lookup Default: the resolver of the system.
	@throws {UserError} if one is invalid.
	*/
	constructor(hosts: readonly string[], private readonly lookup: Lookup = lookupAll) {
		this.#hosts = new Set(hosts.flatMap(host => readHost(host)));
	}

	/**
	Check a URL.

	@param base The base of a relative URL. Default: the URL must be absolute.
	@throws {DeniedError} if it may not be requested.
	*/
	async check(wanted: string, base?: string): Promise<CheckedTarget> {
		if (!URL.canParse(wanted, base)) {
			throw new Error(`Expected a URL, got ${wanted.slice(0, 200)}`);
		}

		const url = new URL(wanted, base);
		if (url.protocol !== 'http:' && url.protocol !== 'https:') {
			throw new DeniedError(`Expected a URL with http: or https:, got ${url.protocol}`);
		}

		if (url.username !== '' || url.password !== '') {
			throw new DeniedError('Expected a URL without user name and password; send a header instead');
		}

		const usualPort = url.protocol === 'http:' ? '80' : '443';
		const port = url.port === '' ? usualPort : url.port;
		if (metadataNames.has(url.hostname.replace(/\.$/u, '')) || !this.#hosts.has(`${url.hostname}:${port}`)) {
			throw new DeniedError(`${url.host} is not a host that this worker may reach`);
		}

		const hostname = url.hostname.replaceAll(/[[\]]/gu, '');
		const addresses = isIP(hostname) === 0 ? await this.lookup(hostname) : [hostname];
		if (addresses.length === 0 || !addresses.every(address => this.#mayReach(address, port))) {
			throw new DeniedError(`${url.host} resolves to an address that this worker may not reach`);
		}

		return {url, addresses};
	}

	#mayReach(address: string, port: string): boolean {
		const kind = kindOfAddress(address);
		const isLoopback = address === '::1' || address.startsWith('127.');
		const names = [isIP(address) === 6 ? `[${address}]` : address, ...(isLoopback ? ['localhost'] : [])];
		return kind === 'public' || (kind === 'private' && names.some(name => this.#hosts.has(`${name}:${port}`)));
	}
}

function readHost(text: string): readonly string[] {
	// The URL parser would ignore a path or a user name.
	const parts = /^(?:[^\s:/?#@%*\\[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/iu.exec(text);
	if (parts && URL.canParse(`http://${text}`)) {
		const ports = parts[1] === undefined ? ['80', '443'] : [parts[1]];
		return ports.map(port => `${new URL(`http://${text}`).hostname}:${port}`);
	}

	throw new UserError(`Expected a host like api.example.org or 127.0.0.1:8080, got ${JSON.stringify(text)}. Leave out http:// and the path.`, 'usage');
}

async function lookupAll(hostname: string): Promise<readonly string[]> {
	return (await systemLookup(hostname, {all: true})).map(({address}) => address);
}

/** Whether an IP address may be reached: `never`, whatever was allowed; `private` (or loopback), only if exactly that address was allowed. Anything that is not an address is `never`. */
export function kindOfAddress(address: string): 'never' | 'private' | 'public' {
	const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
	if (isIP(address) === 0 || neverReached[family].check(address, family)) {
		return 'never';
	}

	return privateRanges[family].check(address, family) ? 'private' : 'public';
}

function listOf(family: 'ipv4' | 'ipv6', subnets: string): BlockList {
	const list = new BlockList();
	for (const subnet of subnets.split(' ')) {
		const [network = '', prefix] = subnet.split('/');
		list.addSubnet(network, Number(prefix), family);
	}

	return list;
}
