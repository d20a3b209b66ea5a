import test from 'ava';
import {OutsideText} from '../../source/protocol/outside-text.js';
import {makeFinding} from '../store/_make.js';
import {detailsOf, nothingLoaded, wrapLines} from '../../source/ui/details.js';
import type {Target} from '../../source/ui/view.js';
import {storeOf} from './_swarm.js';

const {snapshot} = storeOf(16);

function textOf(target: Target, loaded = nothingLoaded): string {
	return detailsOf(target, snapshot, loaded).lines.map(({text}) => text).join('\n');
}

test('a task tells its state, its worker, its files and its text', t => {
	const text = textOf({kind: 'task', id: 'task_1'});
	for (const part of [/^state {7}claimed$/m, /^worker {6}worker emoji 👍🏽🇩🇪 1$/m, /^lease {7}expires in 3m 19s$/m, /^finding {5}none yet$/m, /^files {7}emoji 👍🏽🇩🇪 1\.md$/m, /^describe emoji/m]) {
		t.regex(text, part);
	}

	t.regex(textOf({kind: 'task', id: 'task_0'}), /^set aside {3}boom$/m);
	t.regex(textOf({kind: 'task', id: 'task_0'}, {finding: null, task: new OutsideText('{"whole": true}')}), /as it was written\n{\n {2}"whole": true\n}$/);
});

test('a worker tells what it holds and found', t => {
	const {items} = snapshot.workers;
	const worker = items.find(({tasks}) => tasks.length > 0);
	const text = textOf({kind: 'worker', id: worker?.id ?? ''});
	t.regex(text, /^state {7}working$/m);
	t.regex(text, /^holds 1 task$/m);
	t.regex(text, /^newest findings\nfinding_\d+ {2}found/m);
	t.deepEqual(detailsOf({kind: 'worker', id: worker?.id ?? ''}, snapshot, nothingLoaded).next, {kind: 'task', id: worker?.tasks[0] ?? ''});
});

test('a finding tells whose it is, what it cost, and what was found, whole where it was loaded', t => {
	const target: Target = {kind: 'finding', id: 'finding_2'};
	t.regex(textOf(target), /^cost {8}\$0\.00200?0? for 20 tokens$/m);
	t.regex(textOf(target), /^task id {5}task_2$/m);
	const whole = makeFinding('finding_2', {
		result: new OutsideText('{"a":[1]}'), oddities: ['kept as a hash'], citations: ['finding_1', 'finding_3'], simulated: true,
	});
	const text = textOf(target, {finding: whole, task: null});
	t.regex(text, /^note {8}simulated$/m);
	t.regex(text, /^odd {9}kept as a hash$/m);
	t.regex(text, /^cites {7}finding_1\n {12}finding_3$/m);
	t.regex(text, /^result\n{\n {2}"a": \[\n {4}1\n {2}]\n}$/m);
	t.regex(textOf({kind: 'finding', id: 'finding_6'}), /^note {8}malformed: not JSON$/m);
});

test('what is gone is said to be gone', t => {
	for (const kind of ['worker', 'task', 'finding'] as const) {
		const {lines, next} = detailsOf({kind, id: 'none'}, snapshot, nothingLoaded);
		t.deepEqual(lines.map(({text}) => String(text)), [`There is no ${kind} with this id (any more).`]);
		t.is(next, null);
	}
});

test('every line of every kind is clean', t => {
	for (const target of [
		...snapshot.workers.items.map(({id}) => ({kind: 'worker' as const, id})),
		...snapshot.tasks.items.map(({id}) => ({kind: 'task' as const, id})),
		...snapshot.findings.items.map(({id}) => ({kind: 'finding' as const, id})),
	]) {
		const {title, lines} = detailsOf(target, snapshot, nothingLoaded);
		t.notRegex([title, ...lines.map(({text}) => text)].join(''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
	}
});

test('lines are wrapped, and keep their style', t => {
	const {lines} = detailsOf({kind: 'finding', id: 'finding_0'}, snapshot, nothingLoaded);
	const wrapped = wrapLines(lines, 20);
	t.true(wrapped.length > lines.length);
	t.is(wrapped.find(({text}) => text === 'result')?.style, 'strong');
});
