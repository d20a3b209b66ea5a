import test from 'ava';
import {UserError} from '../../../source/protocol/user-error.js';
import {actions} from '../../../source/swarm/actions/action-list.js';
import {budget} from '../../../source/swarm/actions/budget.js';
import {readField} from '../../../source/swarm/actions/fields.js';
import {perform} from '../../../source/swarm/actions/perform.js';
import {publish} from '../../../source/swarm/actions/publish.js';
import {testWithRealServer} from '../../_helpers/real-server.js';
import {bench} from '../../redis/_leases.js';
import {run} from './_run.js';

test('no two actions have the same name for the same kind of target, and summaries are one line that begins with a verb', t => {
	const names = actions.map(({name, target}) => `${name} ${target}`);
	t.is(new Set(names).size, names.length);
	t.deepEqual(actions.filter(({summary}) => !/^[a-z][^.\n]{10,90}$/.test(summary)).map(({name}) => name), []);
});

test('fields read what is typed', t => {
	const field = {
		name: 'x', label: 'x', flag: null, help: '',
	};
	t.is(readField({...field, kind: 'text'}, ' a b '), 'a b');
	t.deepEqual(readField({...field, kind: 'list'}, ' a.md, ,b c.md,'), ['a.md', 'b c.md']);
	t.is(readField({...field, kind: 'usd'}, '$0.50'), 0.5);
	t.is(readField({...field, kind: 'usd'}, ''), null);
	t.is(readField({...field, kind: 'usd'}, 'off'), null);
	t.throws(() => readField({...field, kind: 'usd'}, '-1'), {instanceOf: UserError, message: /for x, got "-1"/});
});

testWithRealServer('an action says what it has done, and why Redis refused', async t => {
	const {connection} = await bench(t);
	const context = {connection, signal: new AbortController().signal, localWorkers: null};
	const report = await perform(publish, context, '', {description: 'do it', files: ['a.md'], id: 'mine'});
	t.like(report, {text: 'Published mine, but no worker is listening. Start a worker to run it.', level: 'warning', outcome: {kind: 'published', task: 'mine', listeners: 0}});
	t.like(JSON.parse(await connection.call('GET', 'task:mine') as string), {description: 'do it', files: ['a.md']});
	t.deepEqual(await run(budget, connection, '', {limitUsd: 5, perTaskUsd: null}), {kind: 'set'});
	t.deepEqual(await connection.call('HGETALL', 'swarm:budget'), ['limit_usd', '5']);
	t.deepEqual(await run(budget, connection, '', {
		limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
	}), {kind: 'removed'});
	await connection.call('CONFIG', 'SET', 'maxmemory', '1');
	await t.throwsAsync(perform(publish, context, '', {description: 'x'}), {instanceOf: UserError, message: /^Redis is full/});
});
