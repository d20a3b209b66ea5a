import test from 'ava';
import fc from 'fast-check';
import {Redis} from 'ioredis';
import {
	openDashboard, rowOf, selectedId, startProgram, waitForFrame,
} from '../_helpers/dashboard.js';
import {keySequences, unfinished} from '../_helpers/key-sequences.js';
import {withRedis} from '../_helpers/redis-server.js';
import {keys} from '../_helpers/terminal.js';
import {untilListening} from './_start-worker.js';

const writes = /^(?:set|setex|psetex|del|unlink|publish|eval|evalsha|incr\w*|expire|pexpire|lpush|rpush|hset|sadd|zadd|xadd)$/i;

/** Random bytes that no key of the table sends. */
const noise = fc.oneof(
	// Final characters of no key in the table.
	fc.tuple(fc.string({unit: fc.constantFrom(...'0123456789;:<=>?'), maxLength: 9}), fc.constantFrom(...'EGJKLNPQRSVWXYbcdefghijklmnopqrsvwxyz{|}')).map(([parameters, final]) => `\u001B[${parameters}${final}`),
	fc.tuple(fc.constantFrom(...'P]_^X'), fc.string({unit: fc.constantFrom(...'PSKRTCqnw\r\n;=?')})).map(([introducer, text]) => `\u001B${introducer}${text}\u001B\\`),
	fc.constantFrom(...'PSKRTCqnw\r\tj').map(character => `\u001B${character === 'P' ? 'O' : ''}${character}`),
	fc.string({unit: fc.constantFrom(...'PSKRTCqnwy\r\n?/ \u001BO'), maxLength: 9}).map(text => keys.paste(text)),
);

test('input that is not in the key table neither acts nor ends the dashboard', async t => {
	const redis = await withRedis(t);
	await redis.cli('SET', 'task:task_1', '{"description": "wait"}');
	await redis.cli('SET', 'task:task_1:claimed', 'haiku_gone', 'EX', '300');
	startProgram(t, redis.url, 'worker', '--worker-id', 'ours_1', '--executor', 'dry-run');
	await untilListening(redis, 'ours_1');
	const others = new Set((await redis.cli('CLIENT', 'LIST')).match(/(?<= addr=)\S+/g));
	const terminal = await openDashboard(t, {url: redis.url, view: 'Workers', header: /!1 +1 worker, /});
	await waitForFrame(terminal, () => rowOf(terminal, 'ours_1') !== undefined && rowOf(terminal, 'haiku_gone') !== undefined);
	terminal.press(selectedId(terminal) === 'ours_1' ? '' : keys.down);
	await terminal.waitFor(() => selectedId(terminal) === 'ours_1');

	const client = new Redis({host: '127.0.0.1', port: redis.port, protocol: 2});
	const monitor = await client.monitor();
	t.teardown(() => {
		client.disconnect();
		monitor.disconnect();
	});
	const written: string[] = [];
	monitor.on('monitor', (_time: string, [name = '', ...args]: readonly string[], source: string) => {
		// What a script of the worker does has the source `lua`.
		if (writes.test(name) && source !== 'lua' && !others.has(source)) {
			written.push([name, ...args].join(' '));
		}
	});

	const unknown = keySequences.flatMap(([text, name]) => name === null ? [text] : []);
	for (const text of [...unknown, ...fc.sample(noise, {numRuns: 2000, seed: 1}), ...unfinished]) {
		terminal.press(text);
	}

	// The focus report ends an unfinished sequence; the help shows that everything was read.
	terminal.press(`${keys.focusIn}?`);
	await terminal.waitFor(/^ Keys/m);
	terminal.press('?');
	await waitForFrame(terminal, () => selectedId(terminal) === 'ours_1');
	t.deepEqual(written, []);
	// The monitor sees what a key does.
	terminal.press('P');
	while (written.length === 0) {
		await redis.cli('PING');
	}

	t.regex(written[0]!, /swarm:control:ours_1/);
});
