import type {Random} from '../../_helpers/hostile-random.js';
import {
	certainCount, floatWord, integerWord, keyWord, memberWord, memberWords, roughen, scanWords,
} from './_random-words.js';

/** One random command on hashes. */
export function hashesCommand(random: Random): readonly string[] {
	return roughen(random, random.pick(makers)(random));
}

const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	write,
	write,
	random => ['HSETNX', keyWord(random), memberWord(random), value(random)],
	random => ['HDEL', keyWord(random), ...memberWords(random)],
	random => ['HGET', keyWord(random), memberWord(random)],
	random => ['HMGET', keyWord(random), ...memberWords(random)],
	random => [random.pick(['HGETALL', 'HKEYS', 'HVALS', 'HLEN']), keyWord(random)],
	random => [random.pick(['HEXISTS', 'HSTRLEN']), keyWord(random), memberWord(random)],
	random => ['HINCRBY', keyWord(random), memberWord(random), integerWord(random)],
	random => ['HINCRBYFLOAT', keyWord(random), memberWord(random), floatWord(random)],
	random => ['HSCAN', keyWord(random), ...scanWords(random)],
	random => ['HRANDFIELD', keyWord(random), certainCount(random), ...random.times(random.int(2), () => random.pick(['WITHVALUES', 'withvalues', 'x']))],
];

function write(random: Random): readonly string[] {
	const pairs = random.times(1 + random.int(4), () => [memberWord(random), value(random)]);
	return [random.pick(['HSET', 'HSET', 'HMSET']), keyWord(random), ...pairs.flat(), ...(random.chance(0.05) ? ['x'] : [])];
}

function value(random: Random): string {
	return random.chance(0.05) ? 'x'.repeat(70) : random.pick([memberWord, integerWord, floatWord])(random);
}
