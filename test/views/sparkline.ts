import test from 'ava';
import {sparkline} from '../../source/views/sparkline.js';

test('a sparkline has a bar for each value, the newest if there are too many', t => {
	t.is(String(sparkline([], 10)), '');
	t.is(String(sparkline([0, 0], 10)), '▁▁');
	t.is(String(sparkline([0, 1, 7], 10)), '▁▂█');
	t.is(String(sparkline([100, 1, 2], 2)), '▅█');
	t.is(String(sparkline([1, 2, 3], 0)), '');
	t.is(String(sparkline([1, 2, 3], -1)), '');
	t.is(String(sparkline([0.0001, 1000], 2)), '▂█');
});
