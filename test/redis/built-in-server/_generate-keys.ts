import type {Random} from '../../_helpers/hostile-random.js';
import {testKeys} from './_test-keys.js';

const spans = ['100000', '200000', '300000', '-1', '0', 'x', '1.5', '', '9223372036854775', '9223372036854775807', '-9223372036854775807'];
const spansMs = ['100000000', '200000000', '-1', '0', 'x', '9223372036854775807', '-9223372036854775808', '99999999999999999999'];
const times = ['4000000000', '4100000000', '4200000000', '1', '-1', '', '9223372036854775807'];
const timesMs = ['4000000000000', '4100000000001', '4200000000499', '4200000000500', '1', 'x'];
const options = ['NX', 'xx', 'GT', 'Lt', 'gt\0x', 'nonsense', '\r\n'];
// At most one of the keys matches.
const patterns = ['a', 'a*', '[a', '[a\0', '[', String.raw`\a`, 'a\\', String.raw`[\a]`, '[a-a]', '[a-]', '', '*a*', '**a', '?a', '[^b-f]'];
const scanOptions = [['COUNT', '0'], ['COUNT', '-1'], ['COUNT', 'x'], ['COUNT'], ['MATCH'], ['TYPE'], ['nonsense', '1'], ['COUNT', '9', 'TYPE', 'nonsense', 'match', 'nothing*']];

/**
A command on keys and their ends. What is answered in an order that nobody promises (`KEYS`, `SCAN`) is asked for so that one key at most is found.

`DBSIZE` and `RANDOMKEY` are not among them: keys that have run out count until they are taken away.
*/
export function keysCommand(random: Random): readonly string[] {
	const key = () => random.pick(testKeys);
	const few = <Item>(make: () => Item) => random.times(random.int(3), make);
	const expiryOptions = () => random.times(random.pick([0, 0, 1, 1, 1, 2, 3]), () => random.pick(options));
	// The same span told twice may end at the same millisecond on one server only.
	const spanOptions = () => random.times(random.int(3), () => random.pick(['NX', 'xx', 'nonsense', '\r\n']));
	const words = random.pick<() => readonly string[]>([
		() => [random.pick(['DEL', 'unlink', 'EXISTS', 'Touch']), key(), ...few(key)],
		() => ['TYPE', key()],
		() => ['RENAME', key(), key()],
		() => ['RENAMENX', key(), key()],
		() => ['COPY', key(), key(), ...few(() => random.pick([['REPLACE'], ['replace'], ['DB', '0'], ['DB', 'x'], ['DB'], ['nonsense']])).flat()],
		() => ['EXPIRE', key(), random.pick(spans), ...spanOptions()],
		() => ['PEXPIRE', key(), random.pick(spansMs), ...spanOptions()],
		() => ['EXPIREAT', key(), random.pick(times), ...expiryOptions()],
		() => ['pexpireat', key(), random.pick(timesMs), ...expiryOptions()],
		() => ['PEXPIREAT', key(), random.pick(timesMs), ...expiryOptions()],
		() => [random.pick(['TTL', 'pttl', 'EXPIRETIME', 'PEXPIRETIME']), key()],
		() => ['PERSIST', key()],
		() => ['KEYS', key()],
		() => ['KEYS', random.pick(patterns)],
		() => ['SCAN', '0', 'COUNT', '1000', 'MATCH', key()],
		() => ['scan', random.pick(['x', '-', '1x', ' 1', '18446744073709551616', '0x1']), ...few(key)],
		() => ['SCAN', '0', ...random.pick(scanOptions)],
		() => ['OBJECT', random.pick(['ENCODINGS', 'help', 'FREQ', 'idletime', 'nonsense']), ...few(key)],
		() => ['FLUSHDB', 'nonsense'],
	])();
	return random.chance(0.02) ? words.slice(0, 1) : (random.chance(0.02) ? [...words, key()] : words);
}
