/*
Which hosts are reached over HTTP: those that somebody has written into the list of the worker, and of those only addresses that are no danger.

The host of a URL must be in the list, with its port. Then its name is resolved, and all of its addresses must be public ones. Loopback and private addresses are
reached only if the list itself names the address (or `localhost`): a name that somebody else controls can lead anywhere. The connection is made to the addresses that
were checked, and the name is not resolved again. URLs are compared as the URL parser writes them, in which 0x7f.1 and 2130706433 are 127.0.0.1.
*/
import {lookup as systemLookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {UserError} from '../../../protocol/user-error.js';
import {kindOfAddress} from './addresses.js';
import {DeniedError} from './define-tool.js';

/** Finds all addresses of a name. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** Where a request may go: what was checked, and is connected to. */
export type CheckedTarget = {
	readonly url: URL;
	readonly addresses: readonly string[];
};

type Host = {
	readonly hostname: string;
	/** `null`: the usual ports, 80 and 443. */
	readonly port: string | null;
};

const metadataNames = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal']);

/** The hosts that may be reached. */
export class AllowedHosts {
	readonly #hosts: readonly Host[];
	readonly #lookup: Lookup;

	/**
	Read a list.

	@param hosts Each a name or an address, `[…]` around IPv6, and where it is not 80 or 443, a port behind `:`.
	@param lookup Finds addresses. Default: what the system says.
	@throws {UserError} when one cannot be read.
	*/
	constructor(hosts: readonly string[], lookup: Lookup = lookupAll) {
		this.#hosts = hosts.map(host => readHost(host));
		this.#lookup = lookup;
	}

	/**
	Check where a request would go.

	@param base What a relative URL is relative to. Default: it must be absolute.
	@throws {DeniedError} when it may not go there.
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
			throw new DeniedError('Expected a URL without a user name and password; send them as a header');
		}

		const usualPort = url.protocol === 'http:' ? '80' : '443';
		const port = url.port === '' ? usualPort : url.port;
		if (metadataNames.has(url.hostname.replace(/\.$/u, '')) || !this.#allows(url.hostname, port)) {
			throw new DeniedError(`${url.host} is not one of the hosts that this worker may reach`);
		}

		const hostname = url.hostname.replaceAll(/[[\]]/gu, '');
		const addresses = isIP(hostname) === 0 ? await this.#lookup(hostname) : [hostname];
		if (addresses.length === 0 || !addresses.every(address => this.#mayReach(address, port))) {
			throw new DeniedError(`${url.host} leads to an address that this worker may not reach`);
		}

		return {url, addresses};
	}

	#allows(hostname: string, port: string): boolean {
		return this.#hosts.some(host => host.hostname === hostname && (host.port === null ? port === '80' || port === '443' : host.port === port));
	}

	#mayReach(address: string, port: string): boolean {
		const kind = kindOfAddress(address);
		if (kind !== 'private') {
			return kind === 'public';
		}

		const isLoopback = address === '::1' || address.startsWith('127.');
		return this.#allows(isIP(address) === 6 ? `[${address}]` : address, port) || (isLoopback && this.#allows('localhost', port));
	}
}

function readHost(text: string): Host {
	// A path, a user name and the like would be ignored silently.
	if (/^(?:[^\s:/?#@%*\\[\]]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu.test(text) && URL.canParse(`http://${text}`)) {
		return {hostname: new URL(`http://${text}`).hostname, port: /:(\d+)$/u.exec(text.replace(/^\[.*\]/u, ''))?.[1] ?? null};
	}

	throw new UserError(`Expected a host like api.example.org or 127.0.0.1:8080, got ${JSON.stringify(text)}; name it without http:// and without a path.`, 'usage');
}

async function lookupAll(hostname: string): Promise<readonly string[]> {
	const found = await systemLookup(hostname, {all: true});
	return found.map(({address}) => address);
}
