import test from 'ava';
import {
	budgetLevel, lowestLimit, overLimitUsd, percentSpent,
} from '../../source/money/budget.js';
import {makeBudget} from '../store/_make.js';

test('a limit is near from 80% on, and spent when it is reached', t => {
	const budget = makeBudget({limitUsd: 0.3});
	t.deepEqual([null, 0.239, 0.24, 0.3, 0.31].map(usd => budgetLevel(budget, usd)), ['fine', 'fine', 'near', 'spent', 'spent']);
	t.deepEqual([null, makeBudget({perTaskUsd: 1}), 'unreadable' as const].map(any => budgetLevel(any, 5)), ['none', 'none', 'unreadable']);
	t.is(percentSpent(0.3, 0.24), 80);
});

test('noise of floating point is not over the limit', t => {
	t.is(overLimitUsd(0.3, 0.1 + 0.2), 0);
	t.is(overLimitUsd(0.3, 0.42), 0.12);
	t.is(overLimitUsd(null, 5), 0);
});

test('the lowest limit holds', t => {
	t.is(lowestLimit(null, 2, 1), 1);
	t.is(lowestLimit(null, null), null);
});
