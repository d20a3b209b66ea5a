import {BlockList, isIP} from 'node:net';

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
