import type {Random} from '../../_helpers/hostile-random.js';
import {
	integerWord, keyWord, memberWord, memberWords, roughen,
} from './_random-words.js';

/** One random command on lists. */
export function listsCommand(random: Random): readonly string[] {
	return roughen(random, random.pick(makers)(random));
}

const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	random => [random.pick(['LPUSH', 'RPUSH']), keyWord(random), ...memberWords(random)],
	random => [random.pick(['LPUSH', 'RPUSH', 'LPUSHX', 'RPUSHX']), keyWord(random), ...memberWords(random)],
	random => [random.pick(['LPOP', 'RPOP']), keyWord(random), ...random.times(random.int(2), () => integerWord(random))],
	random => ['LLEN', keyWord(random)],
	random => [random.pick(['LRANGE', 'LRANGE', 'LTRIM']), keyWord(random), integerWord(random), integerWord(random)],
	random => ['LINDEX', keyWord(random), integerWord(random)],
	random => ['LSET', keyWord(random), integerWord(random), memberWord(random)],
	random => ['LREM', keyWord(random), integerWord(random), memberWord(random)],
	random => ['LINSERT', keyWord(random), random.pick(['BEFORE', 'after', 'AFTER', 'x']), memberWord(random), memberWord(random)],
	random => ['LPOS', keyWord(random), memberWord(random), ...random.times(random.int(4), () => random.pick([
		// The least number is left out: its opposite is none, and what Redis does then is up to the compiler.
		['RANK', random.pick(['1', '-1', '2', '-2', '0', '9223372036854775807', 'a'])], ['count', integerWord(random)], ['MAXLEN', integerWord(random)], ['RANK'], ['x', '1'],
	])).flat()],
	random => ['RPOPLPUSH', keyWord(random), keyWord(random)],
	random => ['LMOVE', keyWord(random), keyWord(random), end(random), end(random)],
];

function end(random: Random): string {
	return random.pick(['LEFT', 'left', 'RIGHT', 'right', 'LEFT', 'RIGHT', 'x']);
}
