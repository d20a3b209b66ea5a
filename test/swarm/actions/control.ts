import test from 'ava';
import {abort} from '../../../source/swarm/actions/abort.js';
import {drain} from '../../../source/swarm/actions/drain.js';
import {pause} from '../../../source/swarm/actions/pause.js';
import {resume} from '../../../source/swarm/actions/resume.js';
import {stop} from '../../../source/swarm/actions/stop.js';
import {bench} from '../../redis/_leases.js';
import {subscriber} from '../_subscriber.js';
import {run} from './_run.js';

test('a worker that listens is told, one that does not is not', async t => {
	const {redis, connection, claim, write} = await bench(t);
	await write('a', 'free', 'done');
	await claim('a');
	await connection.call('SET', 'task:done:result', 'f');
	for (const action of [pause, resume, drain, stop]) {
		t.is(await run(action, connection, 'w'), 'deaf');
	}

	t.is(await run(abort, connection, 'a'), 'deaf');
	const {messages} = await subscriber(t, redis.url, 'swarm:control:w');
	for (const action of [pause, resume, drain, stop]) {
		t.deepEqual(await run(action, connection, 'w'), {kind: 'told'});
	}

	t.deepEqual(await run(abort, connection, 'a'), {kind: 'told', holder: 'w'});
	t.is(await run(abort, connection, 'free'), 'free');
	t.is(await run(abort, connection, 'done'), 'done');
	t.deepEqual(messages, ['pause', 'resume', 'drain', 'stop', 'abort a']);
});
