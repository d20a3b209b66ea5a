import test from 'ava';
import {noteAtTurn, startMs} from '../store/_make.js';
import {controllerOf, storeOf} from './_swarm.js';

test('progress of a worker causes a new frame only where it is visible', t => {
	const store = storeOf(3);
	const {id} = store.snapshot.workers.items[0]!;
	const {controller, press} = controllerOf(store);
	const isDrawn = (turn: number) => {
		const before = controller.frame;
		store.apply([{type: 'worker-note', workerId: id, note: noteAtTurn('task_1', turn)}], startMs);
		store.flush(store.snapshot.atMs);
		return controller.frame !== before;
	};

	isDrawn(1);
	for (const [view, isSeen] of [['2', true], ['3', false], ['4', false], ['6', false]] as const) {
		press(view);
		t.deepEqual([isDrawn(2), isDrawn(3)], [isSeen, isSeen], `${view}`);
	}

	press('2', 'enter');
	t.true(isDrawn(4));
	t.false(isDrawn(4));
});
