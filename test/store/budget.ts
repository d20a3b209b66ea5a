import test from 'ava';
import {budgetLevel, budgetOf, formatCap} from '../../source/store/budget.js';
import {makeBudget, makeCost} from './_make.js';

const {overUsd, ...caps} = makeBudget({limitUsd: 5});

test('what is beyond the limit is told exactly, and nothing where there is none or nothing is known', t => {
	for (const [haikuUsd, limitUsd, over] of [[4.99, 5, 0], [5, 5, 0], [5.12, 5, 0.12], [0.3, 0.1, 0.2], [7, null, 0], [null, 5, 0]] as const) {
		t.like(budgetOf({...caps, limitUsd}, haikuUsd), {limitUsd, overUsd: over});
	}

	// The sum of ten dimes is no whole dollar, but nobody owes the rest.
	let usd = 0;
	for (let dime = 0; dime < 10; dime++) {
		usd += 0.1;
	}

	t.like(budgetOf({...caps, limitUsd: 1}, usd), {overUsd});
	t.is(budgetLevel(makeCost({haikuUsd: usd, budget: makeBudget({limitUsd: 1})})), 'spent');
	t.is(budgetOf('unreadable', 1), 'unreadable');
	t.is(budgetOf(null, 1), null);
});

test('a cap is written as a person would', t => {
	t.deepEqual([5, 0.25, 0.0001, 1234.5, 0].map(usd => String(formatCap(usd))), ['$5', '$0.25', '$0.0001', '$1234.5', '$0']);
});
