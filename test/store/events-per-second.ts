import test from 'ava';
import fc from 'fast-check';
import {EventsPerSecond} from '../../source/store/events-per-second.js';

test('events are counted in the second in which they happened', t => {
	const rate = new EventsPerSecond(4);
	rate.add(2, 10_000);
	rate.add(1, 10_999);
	t.deepEqual(rate.perSecond(10_999), [0, 0, 0, 3]);
	rate.add(5, 12_000);
	t.deepEqual(rate.perSecond(12_500), [0, 3, 0, 5]);
	t.deepEqual(rate.perSecond(14_000), [0, 5, 0, 0]);
	t.deepEqual(rate.perSecond(1_000_000), [0, 0, 0, 0]);
});

test('a clock that goes back loses nothing', t => {
	const rate = new EventsPerSecond(3);
	rate.add(1, 10_000);
	rate.add(1, 8000);
	t.deepEqual(rate.perSecond(9000), [0, 0, 2]);
});

test('a list that was given away does not change', t => {
	const rate = new EventsPerSecond(2);
	const list = rate.perSecond(1000);
	rate.add(1, 1000);
	t.deepEqual(list, [0, 0]);
});

test('every event of the remembered seconds is in it once', t => {
	fc.assert(fc.property(fc.array(fc.nat({max: 3000}), {maxLength: 30}), gaps => {
		const rate = new EventsPerSecond(10);
		let nowMs = 1_000_000;
		const seconds: number[] = [];
		for (const gap of gaps) {
			nowMs += gap;
			rate.add(1, nowMs);
			seconds.push(Math.floor(nowMs / 1000));
		}

		const nowSecond = Math.floor(nowMs / 1000);
		t.deepEqual(rate.perSecond(nowMs), Array.from({length: 10}, (_, index) => seconds.filter(second => second === nowSecond - 9 + index).length));
	}));
});
