import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import type {Connection} from '../../source/redis/connection.js';
import {publishTask} from '../../source/swarm/publish-task.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis} from '../_helpers/redis-server.js';
import {isRead, open, watch} from './_watch.js';
import {subscriber} from './_subscriber.js';

test('a task is written, then announced', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const heard = await subscriber(t, redis.url, 'channel:tasks');
	const announced = heard.next(async id => redis.cli('GET', `task:${id}`));
	const published = await publishTask(connection, {description: ' do it ', files: ['a.md']});
	t.is(published.heardBy, 1);
	t.like(JSON.parse(await announced), {description: 'do it', files: ['a.md']});
	t.regex(published.id, /^task_/);
});

test('an id that is taken is refused, and what was there stays', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const heard = await subscriber(t, redis.url, 'channel:tasks');
	await redis.cli('SET', 'task:mine', 'of somebody else');
	await t.throwsAsync(publishTask(connection, {id: 'mine', description: 'x'}), {
		instanceOf: UserError, message: 'Expected a new task id, but task mine exists already. Choose another --id, or leave it out.',
	});
	t.is(await redis.cli('GET', 'task:mine'), 'of somebody else');
	await redis.cli('LPUSH', 'task:list', 'x');
	await t.throwsAsync(publishTask(connection, {id: 'list', description: 'x'}), {instanceOf: UserError, message: /exists already/});
	const next = heard.next(async id => id);
	await publishTask(connection, {id: 'free', description: 'x'});
	t.is(await next, 'free');
});

test('what is no task is refused before anything is written', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	await t.throwsAsync(publishTask(connection, {description: ' '}), {instanceOf: UserError, message: /^Expected a description/});
	t.is(await redis.cli('DBSIZE'), '0');
});

async function heardBy(connection: Connection): Promise<number> {
	const published = await publishTask(connection, {description: 'x'});
	return published.heardBy;
}

test('workers are counted, dashboards are not', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const watched = watch(t, connection);
	await watched.until(isRead);
	t.is(await heardBy(connection), 0);
	await subscriber(t, redis.url, 'channel:tasks');
	await subscriber(t, redis.url, 'channel:tasks');
	t.is(await heardBy(connection), 2);
});

testWithRealServer('who may not ask for subscribers is told of all receivers', async t => {
	const redis = await withRedis(t);
	await redis.cli('ACL', 'SETUSER', 'writer', 'on', 'nopass', 'allchannels', '~*', '+@all', '-pubsub');
	const connection = await open(t, `redis://writer:any@127.0.0.1:${redis.port}`);
	await subscriber(t, redis.url, 'channel:tasks');
	t.is(await heardBy(connection), 1);
});
