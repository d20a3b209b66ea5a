import test from 'ava';
import {EventLog} from '../../source/store/event-log.js';
import {logText, type LogKind} from '../../source/text/log-text.js';

function add(log: EventLog, kind: LogKind, number = 0): void {
	log.add(kind, () => ({kind: 'write', text: `${kind} ${number}`}), number);
}

test('a burst is five entries and a count of the rest', t => {
	const log = new EventLog();
	for (let number = 0; number < 1000; number++) {
		add(log, 'finding', number);
	}

	add(log, 'link', 1000);
	const entries = log.entries(2000);
	t.deepEqual(entries.map(entry => String(logText(entry))), ['finding 0', 'finding 1', 'finding 2', 'finding 3', 'finding 4', 'link 1000', '… and 995 more findings']);
	t.deepEqual(entries.map(({number}) => number), [1, 2, 3, 4, 5, 6, 7]);
	t.is(entries.at(-1)?.atMs, 2000);
});

test('every look has room for five more of a kind, and builds no entry beyond them', t => {
	const log = new EventLog();
	for (let look = 1; look <= 3; look++) {
		for (let number = 0; number < 5; number++) {
			add(log, 'task');
		}

		log.add('task', () => t.fail(), 0);
		t.is(log.entries(0).length, look * 6);
	}
});

test('writes of this program are never left out; the last 500 entries are kept and numbered', t => {
	const log = new EventLog();
	for (let number = 0; number < 1200; number++) {
		add(log, 'write');
	}

	const entries = log.entries(0);
	t.is(entries.length, 500);
	t.deepEqual([entries[0]?.number, entries.at(-1)?.number], [701, 1200]);
});

test('the list stays the same object while nothing is added, and is never changed', t => {
	const log = new EventLog();
	add(log, 'task');
	const entries = log.entries(0);
	t.is(log.entries(5), entries);
	add(log, 'task');
	t.is(log.entries(5).length, 2);
	t.is(entries.length, 1);
});
