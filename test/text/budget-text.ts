import test from 'ava';
import {SwarmStore} from '../../source/store/swarm-store.js';
import {headerValues} from '../../source/dashboard/components/header.js';
import {spentStyle} from '../../source/views/theme.js';
import {limitsText, spentText} from '../../source/text/budget-text.js';
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

test('all limits are in one line, with what is left or over', t => {
	const line = (cost: Parameters<typeof makeCost>[0]) => limitsText(makeCost(cost)) as string | null;
	t.is(line({}), null);
	t.is(line({budget: makeBudget()}), null);
	t.is(line({haikuUsd: 1.5, budget: makeBudget({limitUsd: 5})}), '$5 in total ($3.50 left)');
	t.is(line({
		haikuUsd: 5.12, budget: makeBudget({
			limitUsd: 5, perTaskUsd: 0.05, perWorkerUsd: 1, perHourUsd: 0, overUsd: 0.12,
		}),
	}), '$5 in total ($0.12 over), $0.05 per task, $1 per worker, $0 per hour');
	t.regex(line({budget: 'unreadable'})!, /^unreadable: workers claim no tasks/);
});

test('the header has it', t => {
	const store = new SwarmStore({nowMs: startMs});
	store.apply([{type: 'cost', role: 'haiku', usd: 5.12}, {
		type: 'budget', budget: {
			limitUsd: 5, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
		},
	}], startMs);
	store.flush(startMs);
	t.regex(headerValues(store.snapshot).map(({text}) => text).join('\n'), /^\$5\.12 of \$5 \+\$0\.12 over$/m);
});
