import process from 'node:process';
import test from 'ava';
import {hostileTrial} from '../_helpers/hostile-trial.js';
import {withRedis} from '../_helpers/redis-server.js';

const values = 20_000;
const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 4_294_967_296);

test('hostile values crash nothing, reach no terminal, and are all counted', async t => {
	t.timeout(180_000);
	t.log(`HOSTILE_SEED=${seed}`);
	const server = await withRedis(t);
	const {expected, counted, told, unclean, forbidden, uncounted, lost, exitCode, printed} = await hostileTrial(server, {values, seed});
	t.is(forbidden, null, 'only our own control sequences are on the terminal');
	t.is(exitCode, 0);
	t.is(lost, null, 'the link holds');
	t.is(unclean, null, 'every text of every view is clean');
	t.is(counted.total, expected.keys + expected.heardOnly, 'every finding is counted once');
	t.is(uncounted, null, 'the dashboard counts the same');
	t.is(counted.malformed, told.malformed, 'what cannot be read is counted as malformed');
	t.is(told.total, counted.total, 'every finding was told by its id');

	for (const {command, exitCode: code, stderr, unprintable} of printed) {
		t.is(code, 0, command);
		t.is(stderr, '', command);
		t.is(unprintable, null, command);
	}

	const {findings} = JSON.parse(printed[0]!.stdout) as {readonly findings: {readonly total: number; readonly malformed: number}};
	t.is(findings.total, expected.keys, 'status --json counts every key');
	t.is(findings.malformed, told.malformedKeys);
	t.false('polluted' in {});
});

test('a finding whose id is no UTF-8 is counted', async t => {
	const server = await withRedis(t);
	await server.cli('EVAL', String.raw`redis.call('SET', 'finding:\255\254', '{"result":"found"}') redis.call('SET', 'finding:plain', '{"result":"found"}')`, '0');
	const {HostileObserver} = await import('../_helpers/hostile-observer.js');
	const observer = new HostileObserver(server.url);
	t.teardown(async () => observer.close());
	t.true(await observer.counts(2, 5000), `${observer.snapshot.findings.total} of 2 are counted`);
});
