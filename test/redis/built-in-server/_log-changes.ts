import type {Random} from '../../_helpers/hostile-random.js';

const keys = ['a', 'b', 'c', 'd', 'e', 'f', '', '\u0000\u00FF\r\n'];
const texts = ['', '1', '-2', '3.5', '\r\n*1\r\n', '\u0000\u00FF', 'text', 'x'.repeat(300)];
const farMs = 4_000_000_000_000;

/** A command that changes something, most of the time, and every time in the same way. */
export function randomChange(random: Random): readonly string[] {
	const key = random.pick(keys);
	const text = () => random.pick(texts);
	const commands = [
		['SET', key, text()],
		['SET', key, String(random.int(100))],
		['SET', key, text(), 'PXAT', String(farMs + random.int(100_000))],
		['APPEND', key, text()],
		['INCR', key],
		['MSET', key, text(), random.pick(keys), text()],
		['DEL', key],
		['PEXPIREAT', key, String(farMs + random.int(100_000))],
		['HSET', key, text(), text(), text(), text()],
		['HDEL', key, text()],
		['SADD', key, text(), text()],
		['SREM', key, text()],
		['RPUSH', key, text(), text()],
		['LPUSH', key, text()],
		['LPOP', key],
		['ZADD', key, random.pick(['1', '-0.1', 'inf', '1e300', '3']), text()],
		['ZREM', key, text()],
		['XADD', key, '*', text(), text()],
		['XDEL', key, '5-1'],
		['XADD', key, '5-1', text(), text()],
		['XTRIM', key, 'MAXLEN', '5'],
	];
	return random.pick(commands);
}
