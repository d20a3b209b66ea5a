import type {Random} from '../../_helpers/hostile-random.js';
import {
	floatWord, integerWord, keyWord, memberWord, memberWords, roughen, scanWords,
} from './_random-words.js';

/** One random command on sorted sets. */
export function sortedSetsCommand(random: Random): readonly string[] {
	return roughen(random, random.pick(makers)(random));
}

const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	add,
	add,
	random => ['ZADD', keyWord(random), ...memberWords(random).flatMap(member => ['0', member])],
	random => ['ZINCRBY', keyWord(random), floatWord(random), memberWord(random)],
	random => ['ZREM', keyWord(random), ...memberWords(random)],
	random => [random.pick(['ZSCORE', 'ZRANK', 'ZREVRANK']), keyWord(random), memberWord(random)],
	random => ['ZMSCORE', keyWord(random), ...memberWords(random)],
	random => ['ZCARD', keyWord(random)],
	random => [random.pick(['ZCOUNT', 'ZCOUNT', 'ZREMRANGEBYSCORE']), keyWord(random), score(random), score(random)],
	random => [random.pick(['ZLEXCOUNT', 'ZLEXCOUNT', 'ZREMRANGEBYLEX']), keyWord(random), lex(random), lex(random)],
	random => ['ZREMRANGEBYRANK', keyWord(random), integerWord(random), integerWord(random)],
	random => ['ZRANGE', keyWord(random), ...ends(random), ...rangeOptions(random)],
	random => ['ZRANGE', keyWord(random), score(random), score(random), 'BYSCORE', ...rangeOptions(random)],
	random => ['ZRANGE', keyWord(random), lex(random), lex(random), 'bylex', ...rangeOptions(random)],
	random => ['ZRANGESTORE', keyWord(random), keyWord(random), ...ends(random), ...rangeOptions(random)],
	random => ['ZREVRANGE', keyWord(random), integerWord(random), integerWord(random), ...narrowOptions(random)],
	random => [random.pick(['ZRANGEBYSCORE', 'ZREVRANGEBYSCORE']), keyWord(random), score(random), score(random), ...narrowOptions(random)],
	random => [random.pick(['ZRANGEBYLEX', 'ZREVRANGEBYLEX']), keyWord(random), lex(random), lex(random), ...narrowOptions(random)],
	random => [random.pick(['ZPOPMIN', 'ZPOPMAX']), keyWord(random), ...random.times(random.int(2), () => integerWord(random))],
	random => ['ZSCAN', keyWord(random), ...scanWords(random)],
	random => [random.pick(['ZUNION', 'ZINTER', 'ZDIFF']), ...together(random)],
	random => [random.pick(['ZUNIONSTORE', 'ZINTERSTORE', 'ZDIFFSTORE']), keyWord(random), ...together(random)],
	random => ['ZINTERCARD', ...together(random), ...random.times(random.int(2), () => ['LIMIT', integerWord(random)]).flat()],
];

function add(random: Random): readonly string[] {
	const options = random.chance(0.5) ? random.times(random.int(4), () => random.pick(['NX', 'XX', 'gt', 'LT', 'CH', 'INCR', 'incr'])) : [];
	const pairs = random.times(1 + random.int(options.includes('INCR') ? 2 : 4), () => [floatWord(random), memberWord(random)]);
	return ['ZADD', keyWord(random), ...options, ...pairs.flat(), ...(random.chance(0.03) ? ['1'] : [])];
}

function score(random: Random): string {
	return random.pick(['', '', '', '(']) + (random.chance(0.2) ? random.pick(['-inf', '+inf']) : floatWord(random));
}

function lex(random: Random): string {
	return random.chance(0.4) ? random.pick(['-', '+', '-', '+', '', 'a', '+a', '-\0', '1']) : random.pick(['[', '(']) + memberWord(random);
}

function ends(random: Random): readonly string[] {
	const word = random.pick([integerWord, integerWord, score, lex]);
	return [word(random), word(random)];
}

function narrowOptions(random: Random): readonly string[] {
	return random.times(random.int(3), () => random.pick([['WITHSCORES'], ['LIMIT', integerWord(random), integerWord(random)], ['limit', '0', '-1'], ['LIMIT', '1'], ['REV']])).flat();
}

function rangeOptions(random: Random): readonly string[] {
	return random.times(random.int(4), () => random.pick([
		['BYSCORE'], ['BYLEX'], ['rev'], ['WITHSCORES'], ['LIMIT', integerWord(random), integerWord(random)], ['LIMIT', '1', '2'], ['LIMIT', '1'],
	])).flat();
}

function together(random: Random): readonly string[] {
	const keys = random.times(1 + random.int(3), () => keyWord(random));
	const number = random.chance(0.9) ? String(keys.length) : integerWord(random);
	const options = random.times(random.int(4), () => random.pick([
		['WEIGHTS', ...keys.map(() => floatWord(random))], ['AGGREGATE', random.pick(['SUM', 'min', 'MAX', 'x'])], ['WITHSCORES'], ['aggregate', 'min'], ['x'],
	]));
	return [number, ...keys, ...options.flat()];
}
