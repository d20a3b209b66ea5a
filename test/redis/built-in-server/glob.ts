import test from 'ava';
import {globFilter, matchesGlob} from '../../../source/redis/built-in-server/glob.js';

test('matches as Redis does', t => {
	for (const [pattern, text, expected] of [
		['a*c', 'abbc', true],
		['a*c', 'abbd', false],
		['a?c', 'abc', true],
		['a?c', 'ac', false],
		['[a-c]', 'b', true],
		['[c-a]', 'b', true],
		['[^a-c]', 'b', false],
		['[^a-c]', 'd', true],
		[String.raw`\*`, '*', true],
		[String.raw`\*`, 'a', false],
		['*a*b*', 'xxaxxbxx', true],
		['a**', 'a', true],
		// What nobody expects.
		['', '', true],
		['*', '', false],
		['[a', 'a', true],
		['[', 'a', false],
		['[^', 'a', true],
		['a\\', 'a\\', true],
		[String.raw`[\]]`, ']', true],
		['[a-]', 'a', true],
		['[a-]', '-', false],
		['[^a-\u{FF}]', 'b', true],
	] as const) {
		t.is(matchesGlob(pattern, text), expected, `${pattern} ${text}`);
	}
});

test('many stars take no longer than a few', t => {
	t.false(matchesGlob('a*'.repeat(50) + 'b', 'a'.repeat(2000)));
	t.true(matchesGlob('*a'.repeat(100_000), 'a'.repeat(100_000)));
});

test('a filter finds what the pattern matches', t => {
	const texts = ['', 'a', 'ab', 'abc', 'b', '*', 'a*'];
	for (const pattern of ['a*', 'ab*', 'a', 'a?', String.raw`a\*`, '[a]*', 'a**', '']) {
		t.deepEqual(texts.filter(text => globFilter(pattern)(text)), texts.filter(text => matchesGlob(pattern, text)), `<${pattern}>`);
	}

	t.deepEqual(texts.filter(text => globFilter('*')(text)), texts);
	t.deepEqual(texts.filter(text => globFilter(undefined)(text)), texts);
});
