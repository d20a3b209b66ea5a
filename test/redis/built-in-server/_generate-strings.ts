import type {Random} from '../../_helpers/hostile-random.js';
import {testKeys} from './_test-keys.js';

const texts = [
	'',
	'0',
	'1',
	'-1',
	'10',
	'3.0e3',
	'0.1',
	'0.2',
	'-0.0',
	'1e308',
	'inf',
	'nan',
	'text',
	'\0\u{FF}\r\n',
	'9223372036854775807',
	'-9223372036854775808',
	'9007199254740993',
	'a text that is longer than what fits beside its head',
];
const whole = [
	'0',
	'1',
	'-1',
	'2',
	'7',
	'100',
	'-100',
	'',
	'01',
	'+1',
	' 1',
	'1 ',
	'-0',
	'-',
	'1.5',
	'0x1',
	'x',
	'1\0',
	'9007199254740991',
	'9007199254740993',
	'-9007199254740993',
	'9223372036854775807',
	'-9223372036854775808',
	'9223372036854775808',
	'99999999999999999999999',
];
const floats = [
	'0.1',
	'0.2',
	'-0.1',
	'3.0e3',
	'1e-17',
	'0.000000000000000005',
	'1e300',
	'1e4932',
	'-1e4932',
	'1e5000',
	'1e-5000',
	'inf',
	'-inf',
	'nan',
	'0x1.8p3',
	'.5',
	'5.',
	'1e',
	'',
	' 1',
	'1 ',
	'-0.0',
	'123456789.123456789123456789',
	'99999999999999999999',
];
const longSpans = ['100000', '200000000', '9223372036854775807', '0', '-1', 'x', '1.5', ''];
const longSpansMs = ['1000000000', '2000000000', '9223372036854775807', '0', '-1', 'x'];
const times = ['4000000000', '4100000000', '1', '9223372036854775807', '0', '-1', 'x'];
const timesMs = ['4000000000000', '4100000000001', '1', '0', '-1', 'x'];

/**
A command on strings, most of them sensible.
*/
export function stringsCommand(random: Random): readonly string[] {
	const key = () => random.pick(testKeys);
	const text = () => random.pick(texts);
	const number = () => random.pick(whole);
	const end = () => random.pick([['EX', random.pick(longSpans)], ['px', random.pick(longSpansMs)], ['EXAT', random.pick(times)], ['PXAT', random.pick(timesMs)]]);
	const setOption = () => random.pick([['NX'], ['xx'], ['GET'], ['KEEPTTL'], end(), end(), ['PERSIST'], ['EX'], ['nx\0x'], ['nonsense']]);
	const getOption = () => random.pick([['PERSIST'], end(), end(), end(), ['EX'], ['KEEPTTL'], ['nonsense']]);
	const few = <Item>(make: () => Item) => random.times(random.int(3), make);
	const words = random.pick<() => readonly string[]>([
		() => ['GET', key()],
		() => ['SET', key(), text()],
		() => ['SET', key(), text(), ...few(setOption).flat()],
		() => ['set', key(), text(), ...setOption()],
		() => ['SETNX', key(), text()],
		() => ['SETEX', key(), random.pick(longSpans), text()],
		() => ['PSETEX', key(), random.pick(longSpansMs), text()],
		() => ['GETSET', key(), text()],
		() => ['GetDel', key()],
		() => ['GETEX', key(), ...few(getOption).flat()],
		() => ['MGET', key(), ...few(key)],
		() => ['MSET', key(), text(), ...few(() => [key(), text()]).flat()],
		() => ['MSETNX', key(), text(), ...few(() => [key(), text()]).flat()],
		() => ['APPEND', key(), text()],
		() => ['STRLEN', key()],
		() => ['GETRANGE', key(), number(), number()],
		() => ['SUBSTR', key(), number(), number()],
		() => ['SETRANGE', key(), number(), text()],
		() => ['INCR', key()],
		() => ['decr', key()],
		() => ['INCRBY', key(), number()],
		() => ['DECRBY', key(), number()],
		() => ['INCRBYFLOAT', key(), random.pick(floats)],
	])();
	return random.chance(0.02) ? words.slice(0, -1) : (random.chance(0.02) ? [...words, text()] : words);
}
