import test from 'ava';
import fc from 'fast-check';
import type {Finding} from '../../source/protocol/finding.js';
import {formatTime} from '../../source/protocol/times.js';
import {Findings} from '../../source/store/findings.js';
import type {Spend} from '../../source/store/snapshot.js';
import {Tasks} from '../../source/store/tasks.js';
import {Workers} from '../../source/store/workers.js';
import {makeFinding, startMs} from './_make.js';

const hourMs = 3_600_000;
const baseline = 'claude-sonnet-5-5';

const ids = fc.integer({min: 0, max: 11}).map(number => `finding_${number}`);
const contents = fc.record({
	workerId: fc.constantFrom(null, 'haiku_001', 'haiku_002', '__proto__'),
	tokens: fc.option(fc.nat({max: 1_000_000})),
	costUsd: fc.option(fc.nat({max: 10_000_000}).map(microUsd => microUsd / 1e6)),
	atMs: fc.option(fc.integer({min: startMs - (70 * hourMs), max: startMs + (70 * hourMs)})),
	usage: fc.option(fc.record({
		input: fc.nat({max: 9999}), output: fc.nat({max: 9999}), cacheRead: fc.nat({max: 9999}), cacheWrite5m: fc.nat({max: 9999}), cacheWrite1h: fc.nat({max: 9999}),
	})),
	model: fc.constantFrom(null, 'claude-haiku-4-5', 'other'),
	status: fc.constantFrom('completed' as const, 'failed' as const, 'denied' as const),
	simulated: fc.boolean(),
	malformed: fc.constantFrom(null, null, null, 'not JSON'),
});
const steps = fc.array(fc.oneof(
	{
		weight: 6, arbitrary: fc.record({
			type: fc.constant('put' as const), id: ids, content: contents, heardOnly: fc.boolean(), live: fc.boolean(),
		}),
	},
	{weight: 2, arbitrary: fc.record({type: fc.constant('remove' as const), id: ids})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('scan' as const), vanished: fc.array(ids), isFinished: fc.boolean()})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('wait' as const), hours: fc.integer({min: 1, max: 40})})},
), {maxLength: 60});

function nano(finding: Finding): number {
	return Math.round((finding.costUsd ?? 0) * 1e9);
}

function sumBy(findings: readonly Finding[], nameOf: (finding: Finding) => string): ReadonlyMap<string, Spend> {
	const sums = new Map<string, Spend>();
	for (const finding of findings) {
		const name = nameOf(finding);
		const {findings: count, tokens, costUsd} = sums.get(name) ?? {findings: 0, tokens: 0, costUsd: 0};
		sums.set(name, {
			name, findings: count + 1, tokens: tokens + (finding.tokens ?? 0), costUsd: (Math.round(costUsd * 1e9) + nano(finding)) / 1e9,
		});
	}

	return sums;
}

function byName(a: Spend, b: Spend): number {
	return a.name < b.name ? -1 : 1;
}

test('whatever is written, overwritten, deleted and scanned, all totals are those of what is left', t => {
	fc.assert(fc.property(steps, all => {
		const roster = new Workers();
		const book = new Findings(roster);
		const left = new Map<string, {finding: Finding; heardOnly: boolean}>();
		let nowMs = startMs;
		let mistaken = 0;
		for (const step of all) {
			switch (step.type) {
				case 'put': {
					const finding = makeFinding(step.id, step.content);
					mistaken += book.put(finding, step.heardOnly, step.live, nowMs) === left.has(step.id) ? 1 : 0;
					left.set(step.id, {finding, heardOnly: step.heardOnly});
					break;
				}

				case 'remove': {
					book.remove(step.id, nowMs);
					// What was only heard has no key that could go.
					if (left.get(step.id)?.heardOnly !== true) {
						left.delete(step.id);
					}

					break;
				}

				case 'scan': {
					book.beginScan();
					for (const [id, {finding, heardOnly}] of left) {
						if (heardOnly) {
							continue;
						}

						if (step.isFinished && step.vanished.includes(id)) {
							left.delete(id);
						} else {
							book.put(finding, false, false, nowMs);
						}
					}

					if (step.isFinished) {
						book.endScan(nowMs);
					}

					break;
				}

				case 'wait': {
					nowMs += step.hours * hourMs;
					break;
				}
			}
		}

		const findings = [...left.values()].map(({finding}) => finding);
		const paid = findings.filter(({simulated, malformed}) => !simulated && malformed === null);
		const summary = book.summary(nowMs);
		t.is(mistaken, 0);
		t.is(summary.total, findings.length);
		t.is(summary.malformed, findings.filter(({malformed}) => malformed !== null).length);
		t.is(summary.simulated, findings.filter(({simulated}) => simulated).length);
		t.is(summary.items.length, findings.length);
		t.true(summary.items.every(item => left.get(item.id)?.finding === item));

		const {byModel, byHour} = book.spending(nowMs);
		t.deepEqual(byModel.toSorted(byName), [...sumBy(paid, ({model}) => model ?? '(model not named)').values()].toSorted(byName));
		const dated = paid.filter(({atMs}) => atMs !== null && Math.floor(atMs / hourMs) * hourMs < nowMs + hourMs);
		const hours = sumBy(dated, ({atMs}) => formatTime(Math.floor((atMs ?? 0) / hourMs) * hourMs));
		t.deepEqual(byHour, [...hours.values()].toSorted(byName).slice(-48));

		const workers = new Map(roster.rows(new Tasks()).items.map(row => [row.id, row]));
		const free = {tokens: 0, costUsd: 0};
		const credited = sumBy(findings.filter(({workerId}) => workerId !== null).map(finding => finding.simulated ? {...finding, ...free} : finding), ({workerId}) => workerId ?? '');
		for (const id of ['haiku_001', 'haiku_002', '__proto__']) {
			const {findings: found = 0, tokens = 0, costUsd = 0} = workers.get(id) ?? {};
			t.deepEqual({findings: found, tokens, costUsd}, {findings: credited.get(id)?.findings ?? 0, tokens: credited.get(id)?.tokens ?? 0, costUsd: credited.get(id)?.costUsd ?? 0});
		}

		const fresh = new Findings(new Workers());
		for (const finding of findings) {
			fresh.put(finding, false, false, nowMs);
		}

		t.deepEqual(book.savings(baseline, nowMs), fresh.savings(baseline, nowMs));
	}), {numRuns: 300});
});

test('classes of tokens are kept', t => {
	const book = new Findings(new Workers());
	const usage = {
		input: 1000, output: 200, cacheRead: 5, cacheWrite5m: 7, cacheWrite1h: 11,
	};
	for (let number = 0; number < 20; number++) {
		book.put(makeFinding(`a${number}`, {usage, model: 'claude-haiku-4-5', costUsd: 0.01}), false, true, startMs);
	}

	const withClasses = book.savings(baseline, startMs);
	t.is(withClasses.tally.tokensWithoutSplit, 0);
	t.true((withClasses.wouldHavePaidUsd ?? 0) > 0);
	book.put(makeFinding('a0', {usage: null, model: 'other', tokens: 5000}), false, true, startMs);
	t.is(book.savings(baseline, startMs).tally.tokensWithoutSplit, 5000);
});

test('a worker whose findings have no time was last seen at work at no time', t => {
	const roster = new Workers();
	const book = new Findings(roster);
	const lastWork = () => roster.rows(new Tasks()).items[0]?.lastWorkAtMs;
	book.put(makeFinding('a', {atMs: null}), false, false, startMs);
	t.is(lastWork(), null);
	book.put(makeFinding('b', {atMs: startMs - 5000}), false, false, startMs);
	t.is(lastWork(), startMs - 5000);
	book.put(makeFinding('c', {atMs: null}), false, true, startMs);
	t.is(lastWork(), startMs);
	book.put(makeFinding('d', {atMs: startMs + hourMs}), false, false, startMs + 1);
	t.is(lastWork(), startMs + 1);
});

test('what is heard only survives a scan, until it is found or deleted', t => {
	const book = new Findings(new Workers());
	const scan = () => {
		book.beginScan();
		book.endScan(startMs);
	};

	book.put(makeFinding('heard'), true, true, startMs);
	scan();
	t.is(book.summary(startMs).total, 1);
	book.put(makeFinding('heard'), false, true, startMs);
	t.is(book.summary(startMs).total, 1);
	scan();
	t.is(book.summary(startMs).total, 0);
	t.deepEqual(book.summary(startMs).items, []);
});

test('only what comes live and is new counts as a finding of this second', t => {
	const book = new Findings(new Workers());
	book.put(makeFinding('old'), false, false, startMs);
	book.put(makeFinding('new'), false, true, startMs);
	book.put(makeFinding('new'), false, true, startMs);
	t.is(book.summary(startMs).perSecond.at(-1), 1);
	t.is(book.summary(startMs + 1000).perSecond.at(-2), 1);
	t.is(book.summary(startMs).perSecond.length, 60);
});

test('two hundred thousand findings, of which half are deleted, are counted exactly', t => {
	const book = new Findings(new Workers());
	for (let number = 0; number < 200_000; number++) {
		book.put(makeFinding(`finding_${number}`, {costUsd: 0.001, model: 'm'}), false, false, startMs);
	}

	t.is(book.summary(startMs).total, 200_000);
	t.is(book.summary(startMs).items.length, 1000);
	book.beginScan();
	for (let number = 0; number < 200_000; number += 2) {
		book.put(makeFinding(`finding_${number}`, {costUsd: 0.001, model: 'm'}), false, false, startMs);
	}

	book.endScan(startMs);
	t.is(book.summary(startMs).total, 100_000);
	t.deepEqual(book.spending(startMs).byModel, [{
		name: 'm', findings: 100_000, tokens: 30_000_000, costUsd: 100,
	}]);
});
