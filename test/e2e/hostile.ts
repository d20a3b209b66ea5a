import {Buffer} from 'node:buffer';
import process from 'node:process';
import test from 'ava';
import {HostileObserver} from '../_helpers/hostile-observer.js';
import {complaints, hostileTrial} from '../_helpers/hostile-trial.js';
import {withRedis} from '../_helpers/redis-server.js';

const values = 20_000;
const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 4_294_967_296);

test('hostile values crash nothing, reach no terminal, and are all counted', async t => {
	t.timeout(240_000);
	t.log(`HOSTILE_SEED=${seed}`);
	const server = await withRedis(t);
	t.deepEqual(complaints(await hostileTrial(server, {values, seed})), []);
});

test('a finding whose id is no UTF-8 is counted', async t => {
	const server = await withRedis(t);
	for (const id of ['plain', '\u00FF\u00FE']) {
		await server.cli('SET', Buffer.from(`finding:${id}`, 'latin1'), '{"result": "found"}');
	}

	const observer = new HostileObserver(server.url);
	t.teardown(async () => observer.close());
	t.true(await observer.counts(2, 5000), `${observer.snapshot.findings.total} of 2 are counted`);
});
