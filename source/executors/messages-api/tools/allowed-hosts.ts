/*
Which hosts can be reached over HTTP: those on the worker's list, and of those only safe addresses.

The host and port of a URL must be on the list. Then the name is resolved, and all its addresses must be public. Loopback and private addresses are reached only if the list itself names the address (or `localhost`): whoever controls a name can point it anywhere. The connection is made to the checked addresses, and the name is not resolved again. URLs are compared as the URL parser normalizes them: 0x7f.1 and 2130706433 are 127.0.0.1.
*/
import {lookup as systemLookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {UserError} from '../../../protocol/user-error.js';
import {kindOfAddress} from './addresses.js';
import {DeniedError} from './define-tool.js';

/** Resolves a name to all its addresses. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** A checked URL, and the addresses to connect to. */
export type CheckedTarget = {
	readonly url: URL;
	readonly addresses: readonly string[];
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
		if (kind !== 'private') {
			return kind === 'public';
		}

		const isLoopback = address === '::1' || address.startsWith('127.');
		return this.#hosts.has(`${isIP(address) === 6 ? `[${address}]` : address}:${port}`) || (isLoopback && this.#hosts.has(`localhost:${port}`));
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
