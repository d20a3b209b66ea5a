import test from 'ava';
import {cleanText} from '../../source/protocol/clean-text.js';
import {EventLog} from '../../source/store/event-log.js';

const text = cleanText('x');

test('a burst is told by its first five, and the rest in one line', t => {
	const log = new EventLog();
	for (let number = 0; number < 1000; number++) {
		log.add('finding', cleanText(`finding ${number}`), number);
	}

	log.add('link', cleanText('linked'), 1000);
	const entries = log.entries(2000);
	t.deepEqual(entries.map(entry => String(entry.text)), ['finding 0', 'finding 1', 'finding 2', 'finding 3', 'finding 4', 'linked', '… and 995 more findings came in']);
	t.deepEqual(entries.map(({number}) => number), [1, 2, 3, 4, 5, 6, 7]);
	t.is(entries.at(-1)?.atMs, 2000);
});

test('each look has room for five more', t => {
	const log = new EventLog();
	for (let look = 1; look <= 3; look++) {
		for (let number = 0; number < 5; number++) {
			t.true(log.hasRoom('task'));
			log.add('task', text, 0);
		}

		t.false(log.hasRoom('task'));
		t.true(log.hasRoom('claim'));
		t.is(log.entries(0).length, look * 5);
	}
});

test('what is not told is counted all the same', t => {
	const log = new EventLog();
	for (let number = 0; number < 5; number++) {
		log.add('claim', text, 0);
	}

	log.addUntold('claim');
	log.addUntold('claim');
	t.is(String(log.entries(0).at(-1)?.text), '… and 2 more tasks were claimed');
});

test('what this program wrote is never left out', t => {
	const log = new EventLog();
	for (let number = 0; number < 100; number++) {
		log.add('write', text, 0);
	}

	t.is(log.entries(0).length, 100);
});

test('the last 500 are kept, numbered on', t => {
	const log = new EventLog();
	for (let number = 0; number < 1200; number++) {
		log.add('write', text, 0);
	}

	const entries = log.entries(0);
	t.is(entries.length, 500);
	t.deepEqual([entries[0]?.number, entries.at(-1)?.number], [701, 1200]);
});

test('the list is the same object as long as nothing came, and never changes', t => {
	const log = new EventLog();
	log.add('task', text, 0);
	const entries = log.entries(0);
	t.is(log.entries(5), entries);
	log.add('task', text, 0);
	t.is(log.entries(5).length, 2);
	t.is(entries.length, 1);
});
