import test from 'ava';
import {SwarmStore} from '../../source/store/swarm-store.js';
import {headerText} from '../../source/dashboard/header.js';
import {budgetLine, spentStyle, spentText} from '../../source/dashboard/spent.js';
import {makeBudget, makeCost, startMs} from '../store/_make.js';

test('what was spent is told beside the limit, in another style from 80 % on', t => {
	const told = (haikuUsd: number | null, budget: Parameters<typeof makeCost>[0] = {}) => {
		const cost = makeCost({haikuUsd, ...budget});
		return `${spentText(cost)}, ${spentStyle(cost)}`;
	};

	const of = (limitUsd: number | null, overUsd = 0) => ({budget: makeBudget({limitUsd, overUsd})});
	t.is(told(0.0231), '$0.0231, strong');
	t.is(told(0.0231, of(null)), '$0.0231, strong');
	t.is(told(0.0231, of(5)), '$0.0231 of $5, strong');
	t.is(told(null, of(5)), '$0.00 of $5, strong');
	t.is(told(4, of(5)), '$4.00 of $5, warning');
	t.is(told(5.12, of(5, 0.12)), '$5.12 of $5 +$0.12 over, warning');
	t.is(told(5, {budget: 'unreadable'}), '$5.00 of ?, warning');
});

test('all caps are in one line, with what is left or beyond', t => {
	const line = (cost: Parameters<typeof makeCost>[0]) => String(budgetLine(makeCost(cost)).text);
	t.is(line({}), 'budget  none: B sets one');
	t.is(line({budget: makeBudget()}), 'budget  none: B sets one');
	t.is(line({haikuUsd: 1.5, budget: makeBudget({limitUsd: 5})}), 'budget  $5 in all ($3.50 left)');
	t.is(line({
		haikuUsd: 5.12, budget: makeBudget({
			limitUsd: 5, perTaskUsd: 0.05, perWorkerUsd: 1, perHourUsd: 0, overUsd: 0.12,
		}),
	}), 'budget  $5 in all ($0.12 over), $0.05 a task, $1 a worker, $0 an hour');
	t.regex(line({budget: 'unreadable'}), /^budget {2}cannot be read: workers claim nothing/);
});

test('the header has it', t => {
	const store = new SwarmStore({nowMs: startMs});
	store.apply([{type: 'cost', role: 'haiku', usd: 5.12}, {
		type: 'budget', budget: {
			limitUsd: 5, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
		},
	}], startMs);
	store.flush(startMs);
	t.regex(headerText(store.snapshot), /^\$5\.12 of \$5 \+\$0\.12 over$/m);
});
