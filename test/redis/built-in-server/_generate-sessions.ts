import type {Random} from '../../_helpers/hostile-random.js';

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
const channels = ['a', 'news', '', '\0\r\n\u00FF', '__redis__:invalidate'];
const patterns = ['*', 'n*', 'n?ws', '[mn]ews', 'a', String.raw`\*`, ''];
const settings = ['maxmemory-policy', 'appendonly', 'save', 'databases', 'APPENDONLY', 'no-such', 'maxmemory-p*', 'maxmemory-polic?'];

const some = <Item>(random: Random, items: readonly Item[], most = 3): Item[] => random.times(1 + random.int(most), () => random.pick(items));

// Each makes one command. What is likelier stands more than once.
const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	random => random.pick([['PING'], ['PING', 'a\r\nb'], ['ping', ''], ['PING', 'a', 'b'], ['ECHO', 'a'], ['ECHO', ''], ['ECHO'], ['echo', 'a', 'b']]),
	random => ['SELECT', random.pick(['0', '0', '1', '2', '15', '16', '-1', 'a', '', '1.0', '01', '2147483647', '4294967296', '99999999999999999999', ' 1'])],
	() => ['MULTI'],
	() => ['MULTI'],
	() => ['EXEC'],
	() => ['EXEC'],
	random => random.pick([['DISCARD'], ['exec', 'x'], ['MULTI', 'x'], ['DISCARD', 'x']]),
	random => ['WATCH', ...some(random, keys)],
	random => random.pick([['UNWATCH'], ['WATCH'], ['UNWATCH', 'a'], ['watch', 'a', 'a']]),
	random => ['SET', random.pick(keys), random.pick(['1', '', 'x'])],
	random => ['GET', random.pick(keys)],
	random => ['INCR', random.pick(keys)],
	random => random.pick([['SET', 'a'], ['GET'], ['get', 'a', 'b'], ['DEL']]),
	random => random.pick([['NOSUCH'], ['nosuch', 'a', 'b'], [''], ['NOSUCH', 'x'.repeat(200)], ['y'.repeat(300), 'a'], ['NO\r\nSUCH', 'a\r\nb'], ['\u00FF\0', '\0', '\u00E9'], ['NOSUCH', 'a'.repeat(120), 'bb\ncc', 'dd']]),
	random => random.pick([['CLIENT', 'NOSUCH'], ['CLIENT'], ['client', 'no\r\nsuch', 'a'], ['CONFIG', 'NOSUCH'], ['CONFIG'], ['SCRIPT', 'NOSUCH', 'x'], ['SCRIPT'], ['PUBSUB', 'NOSUCH'], ['PUBSUB'], ['CLIENT', 'x'.repeat(200)]]),
	random => ['CLIENT', 'SETNAME', random.pick(['worker', '', 'a b', 'a\n', '~', '\u00FF', 'x'.repeat(100)])],
	random => random.pick([['CLIENT', 'GETNAME'], ['client', 'getname', 'x'], ['CLIENT', 'SETNAME'], ['CLIENT', 'ID', 'x'], ['CLIENT', 'ID'], ['CLIENT', 'GETREDIR'], ['CLIENT', 'NO-EVICT', 'on'], ['CLIENT', 'NO-EVICT', 'maybe']]),
	random => random.pick([['CLIENT', 'TRACKINGINFO'], ['CLIENT', 'TRACKINGINFO', 'x'], ['CLIENT', 'TRACKING', 'OFF'], ['CLIENT', 'TRACKING'], ['CLIENT', 'TRACKING', 'maybe'], ['CLIENT', 'TRACKING', 'OFF', 'nonsense']]),
	tracking,
	tracking,
	random => random.pick([['CLIENT', 'KILL', 'ID', '99999999'], ['CLIENT', 'KILL', '1.2.3.4:5'], ['CLIENT', 'KILL', 'TYPE', 'nosuch'], ['CLIENT', 'KILL', 'ID', 'x'], ['CLIENT', 'KILL'], ['CLIENT', 'KILL', 'ADDR', '1.2.3.4:5', 'SKIPME', 'maybe'], ['CLIENT', 'LIST', 'TYPE', 'nosuch'], ['CLIENT', 'LIST', 'ID', '0'], ['CLIENT', 'LIST', 'x'], ['CLIENT', 'REPLY', 'x'], ['CLIENT', 'REPLY', 'ON'], ['CLIENT', 'KILL', 'USER', 'nosuch'], ['CLIENT', 'KILL', 'ID', '0']]),
	random => random.pick([['HELLO'], ['HELLO', '3'], ['HELLO', '2'], ['hello', '1'], ['HELLO', '4'], ['HELLO', 'x'], ['HELLO', '3', 'x'], ['HELLO', '3', 'SETNAME', 'me'], ['HELLO', '2', 'SETNAME', 'a b'], ['HELLO', '3', 'SETNAME'], ['HELLO', '3', 'AUTH', 'default', 'x'], ['HELLO', '2', 'AUTH', 'nobody', 'x'], ['HELLO', '3', 'AUTH', 'default'], ['HELLO', '2', 'AUTH', 'default', '', 'SETNAME', 'you'], ['HELLO', '99999999999999999999'], ['HELLO', ' 3'], ['HELLO', '-1'], ['HELLO', '03']]),
	random => random.pick([['AUTH', 'x'], ['AUTH', 'default', 'x'], ['AUTH', 'nobody', 'x'], ['AUTH'], ['AUTH', 'a', 'b', 'c'], ['AUTH', ''], ['auth', 'default', '']]),
	() => ['RESET'],
	random => random.pick([['RESET', 'x'], ['reset']]),
	random => ['CONFIG', 'GET', ...some(random, settings, 2)],
	random => random.pick([['CONFIG', 'GET'], ['CONFIG', 'SET', 'no-such', '1'], ['CONFIG', 'SET', 'maxmemory'], ['CONFIG', 'SET', 'databases', '3'], ['CONFIG', 'RESETSTAT'], ['CONFIG', 'RESETSTAT', 'x'], ['CONFIG', 'SET', 'maxmemory', '100', 'maxmemory']]),
	random => random.pick([['EVALSHA', 'f'.repeat(40), '0'], ['EVALSHA', 'x', '0'], ['EVALSHA', 'f'.repeat(40), 'a'], ['EVALSHA', 'f'.repeat(40), '2', 'a'], ['EVALSHA', 'f'.repeat(40), '-1'], ['EVALSHA', 'f'.repeat(40)], ['EVALSHA', 'F'.repeat(40), '1', 'a', 'b'], ['EVALSHA', '', '0']]),
	random => random.pick([['SCRIPT', 'EXISTS', 'f'.repeat(40)], ['SCRIPT', 'EXISTS', 'x', 'y'], ['SCRIPT', 'EXISTS'], ['SCRIPT', 'LOAD'], ['SCRIPT', 'FLUSH'], ['SCRIPT', 'FLUSH', 'SYNC'], ['SCRIPT', 'FLUSH', 'async'], ['SCRIPT', 'FLUSH', 'x'], ['SCRIPT', 'FLUSH', 'SYNC', 'x']]),
	random => ['PUBLISH', random.pick(channels), random.pick(['hello', '', '\0\u00FF\r\n'])],
	random => random.pick([['PUBLISH', 'a'], ['PUBLISH', 'a', 'b', 'c'], ['PUBSUB', 'NUMPAT'], ['PUBSUB', 'NUMSUB'], ['PUBSUB', 'NUMSUB', 'a', 'news', 'a'], ['PUBSUB', 'CHANNELS'], ['PUBSUB', 'CHANNELS', 'n*'], ['PUBSUB', 'CHANNELS', 'a', 'b'], ['PUBSUB', 'NUMPAT', 'x']]),
	random => random.pick([['FLUSHALL'], ['FLUSHDB'], ['FLUSHALL', 'SYNC'], ['FLUSHDB', 'async'], ['FLUSHALL', 'x'], ['FLUSHDB', 'SYNC', 'x'], ['DBSIZE'], ['DBSIZE', 'x'], ['ACL', 'WHOAMI'], ['ROLE', 'x'], ['MONITOR', 'x'], ['INFO', 'no-such-section']]),
];

const listeners: ReadonlyArray<(random: Random) => readonly string[]> = [
	random => ['SUBSCRIBE', ...some(random, channels)],
	random => ['PSUBSCRIBE', ...some(random, patterns)],
	random => ['UNSUBSCRIBE', ...some(random, channels)],
	random => ['punsubscribe', ...some(random, patterns)],
	random => random.pick([['SUBSCRIBE'], ['PSUBSCRIBE'], ['UNSUBSCRIBE'], ['PUNSUBSCRIBE']]),
];

/**
One random command of a connection itself: who it is, transactions, settings, what nobody knows.
*/
export function sessionsCommand(random: Random): readonly string[] {
	return random.pick(makers)(random);
}

/**
One random command that begins or ends listening to channels.
*/
export function listeningCommand(random: Random): readonly string[] {
	return random.pick(listeners)(random);
}

function tracking(random: Random): readonly string[] {
	const options = random.times(random.int(4), () => random.pick([
		['BCAST'], ['bcast'], ['PREFIX', random.pick(['a', 'b', 'ab', '', 'c'])], ['PREFIX', random.pick(['d', 'e', 'f'])], ['NOLOOP'], ['REDIRECT', '0'], ['REDIRECT', '99999999'], ['REDIRECT', 'x'], ['OPTIN'], ['OPTOUT'], ['PREFIX'], ['REDIRECT'],
	]));
	// Without BCAST, a server would remember which keys a client has read: the built-in one does not.
	return ['CLIENT', 'TRACKING', random.pick(['ON', 'ON', 'on', 'OFF']), 'BCAST', ...options.flat()];
}
