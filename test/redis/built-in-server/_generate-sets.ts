import type {Random} from '../../_helpers/hostile-random.js';
import {
	certainCount, integerWord, keyWord, memberWord, memberWords, roughen, scanWords,
} from './_random-words.js';

/** One random command on sets. */
export function setsCommand(random: Random): readonly string[] {
	return roughen(random, random.pick(makers)(random));
}

const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	random => ['SADD', keyWord(random), ...memberWords(random)],
	random => ['SADD', keyWord(random), ...random.times(1 + random.int(6), () => String(random.int(12) - 6))],
	random => ['SREM', keyWord(random), ...memberWords(random)],
	random => [random.pick(['SMEMBERS', 'SCARD']), keyWord(random)],
	random => ['SISMEMBER', keyWord(random), memberWord(random)],
	random => ['SMISMEMBER', keyWord(random), ...memberWords(random)],
	random => ['SMOVE', keyWord(random), keyWord(random), memberWord(random)],
	random => [random.pick(['SINTER', 'SUNION', 'SDIFF']), ...keys(random)],
	random => [random.pick(['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']), keyWord(random), ...keys(random)],
	random => ['SINTERCARD', random.pick(['1', '2', '2', '3', integerWord(random)]), ...keys(random), ...limits(random)],
	random => ['SSCAN', keyWord(random), ...scanWords(random)],
	random => [random.pick(['SPOP', 'SRANDMEMBER']), keyWord(random), certainCount(random)],
];

function limits(random: Random): readonly string[] {
	return random.times(random.int(3), () => random.pick([['LIMIT', integerWord(random)], ['limit', '1'], ['LIMIT'], []])).flat();
}

function keys(random: Random): readonly string[] {
	return random.times(1 + random.int(3), () => keyWord(random));
}
