import test from 'ava';
import {announce} from '../../../source/swarm/actions/announce.js';
import {bench} from '../../redis/_leases.js';
import {subscriber} from '../_subscriber.js';
import {run} from './_run.js';

test('a waiting task is announced, and the listeners are counted', async t => {
	const {redis, connection, write, messages} = await bench(t);
	await write('a');
	t.deepEqual(await run(announce, connection, 'a'), {kind: 'announced', listeners: 0});
	await subscriber(t, redis.url, 'channel:tasks');
	t.deepEqual(await run(announce, connection, 'a'), {kind: 'announced', listeners: 1});
	t.deepEqual(await messages(), ['channel:tasks a', 'channel:tasks a']);
});

test('a task that nobody could claim is not announced', async t => {
	const {connection, claim, write, messages} = await bench(t);
	await write('held', 'done', 'failed', 'cancelled');
	await claim('held');
	await connection.call('MSET', 'task:done:result', 'f', 'swarm:failed:failed', 'x', 'swarm:cancelled:cancelled', 'x');
	const outcomes = await Promise.all(['absent', 'held', 'done', 'failed', 'cancelled'].map(async id => run(announce, connection, id)));
	t.deepEqual(outcomes, ['missing', 'held', 'done', 'failed', 'cancelled']);
	t.deepEqual(await messages(), []);
});
