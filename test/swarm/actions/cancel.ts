import test from 'ava';
import {cancel} from '../../../source/swarm/actions/cancel.js';
import {bench} from '../../redis/_leases.js';
import {subscriber} from '../_subscriber.js';
import {run} from './_run.js';

test('a task is cancelled if it is there and not done, and is claimed no more', async t => {
	const {connection, claim, write, messages} = await bench(t);
	await write('a', 'done');
	await connection.call('SET', 'task:done:result', 'f');
	t.is(await run(cancel, connection, 'absent'), 'missing');
	t.is(await run(cancel, connection, 'done'), 'done');
	t.is(await connection.call('EXISTS', 'swarm:cancelled:absent', 'swarm:cancelled:done'), 0);
	t.deepEqual(await run(cancel, connection, 'a'), {kind: 'cancelled', holder: null, told: null});
	t.deepEqual(await claim('a'), {kind: 'over', why: 'cancelled'});
	t.deepEqual(await messages(), []);
});

test('who works on a cancelled task is told, and it is said whether that was heard', async t => {
	const {redis, connection, claim, write} = await bench(t);
	await write('a', 'odd');
	await claim('a');
	t.deepEqual(await run(cancel, connection, 'a'), {kind: 'cancelled', holder: 'w', told: false});
	const orders = await subscriber(t, redis.url, 'swarm:control:w');
	const order = orders.next(async message => message);
	t.deepEqual(await run(cancel, connection, 'a'), {kind: 'cancelled', holder: 'w', told: true});
	t.is(await order, 'abort a');
	await connection.call('LPUSH', 'task:odd:claimed', 'x');
	t.deepEqual(await run(cancel, connection, 'odd'), {kind: 'cancelled', holder: null, told: null});
});
