import test from 'ava';
import {bench} from '../redis/_leases.js';
import {runCli} from './_cli.js';

test('--filter searches all findings, however old, and says if it lists only the newest', async t => {
	const {redis, connection} = await bench(t);
	const finding = (number: number) => [`finding:f${number}`, JSON.stringify({
		worker_id: 'w', timestamp: 1_763_000_000 + number, task: 'x', result: number === 0 ? 'the Needle' : `hay ${number}`,
	})];
	await connection.call('MSET', ...Array.from({length: 1500}, (_, number) => finding(number)).flat());
	await connection.call('HSET', 'finding:hash', 'result', 'needle in a hash', 'worker_id', 'v');
	t.deepEqual(await runCli(t, redis.url, 'findings', '--filter', 'needle'), {code: 0, stdout: 'f0  w  the Needle\nhash  v  (odd) needle in a hash\n', stderr: ''});
	const all = await runCli(t, redis.url, 'findings');
	t.deepEqual([all.stdout.split('\n').length, all.stdout.split('\n')[0]], [1001, 'f1499  w  hay 1499']);
	t.is(all.stderr, 'Only the newest 1,000 of 1,501 matching findings are listed. Narrow --filter to see others.\n');
	t.deepEqual(JSON.parse((await runCli(t, redis.url, 'findings', '--filter', 'nothing at all', '--json')).stdout), []);
});
