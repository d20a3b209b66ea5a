/*
redis-cli, in a pipe and in a terminal.
*/
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import test, {type ExecutionContext} from 'ava';
import {isInstalled} from '../../_helpers/server-kind.js';
import {testTerminal} from '../../_helpers/terminal.js';
import {encodeCommands} from './_raw-client.js';
import {servers, withSocketServer} from './_real-clients.js';
import {runProgram} from './_run-program.js';

/** What redis-cli prints. What it is told on standard input comes last. */
async function print(port: number, args: readonly string[], input = ''): Promise<string> {
	const {stdout, stderr} = await runProgram('redis-cli', ['-h', '127.0.0.1', '-p', String(port), ...args], input);
	return stdout + stderr;
}

/** The lines of one that goes on until it is ended. */
function listen(t: ExecutionContext, port: number, args: readonly string[]): {readonly next: () => Promise<string>} {
	const child = spawn('redis-cli', ['-h', '127.0.0.1', '-p', String(port), ...args], {stdio: ['pipe', 'pipe', 'inherit']});
	t.teardown(async () => {
		const exited = once(child, 'exit');
		child.kill('SIGKILL');
		await exited;
	});
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const next = async (): Promise<string> => {
		const line = await lines.next();
		if (line.done) {
			throw new Error('Expected a line, but redis-cli has ended');
		}

		return line.value.startsWith('Reading messages') ? next() : line.value;
	};

	return {next};
}

// Skipped where there is no redis-cli.
const testWithCli = isInstalled('redis-cli') ? test : test.skip;

for (const kind of servers) {
	const name = `redis-cli, ${kind}`;

	testWithCli(`${name}: prints replies in all its ways`, async t => {
		const {port, directory} = await withSocketServer(t, kind);
		t.is(await print(port, ['SET', 'a', 'x']), 'OK\n');
		t.is(await print(port, ['-x', 'SET', 'piped'], 'from a pipe'), 'OK\n');
		t.is(await print(port, ['-s', `${directory}/server.sock`, 'GET', 'piped']), 'from a pipe\n');
		t.is(await print(port, ['HSET', 'h', 'f', '1']), '1\n');
		t.is(await print(port, ['ZADD', 'z', '1.5', 'm']), '1\n');
		t.is(await print(port, ['--csv', 'MGET', 'a', 'no', 'piped']), '"x",NULL,"from a pipe"\n');
		t.is(await print(port, ['--json', 'HGETALL', 'h']), '{"f":"1"}\n');
		t.is(await print(port, ['--json', 'ZRANGE', 'z', '0', '-1', 'WITHSCORES']), '[["m",1.5]]\n');
		t.is(await print(port, ['-3', '--no-raw', 'HGETALL', 'h']), '1# "f" => "1"\n');
		t.is(await print(port, ['-3', '--no-raw', 'ZSCORE', 'z', 'm']), '(double) 1.5\n');
		t.is(await print(port, ['--no-raw', 'GET', 'no']), '(nil)\n');
		t.is(await print(port, ['--no-raw', 'INCR', 'a']), '(error) ERR value is not an integer or out of range\n');
		t.is(await print(port, ['-r', '3', 'INCR', 'n']), '1\n2\n3\n');
		t.is(await print(port, ['-n', '3', 'GET', 'a']), '\n');
		t.is(await print(port, [], 'SET b "two words"\nGET b\nMULTI\nINCR n\nEXEC\n'), 'OK\ntwo words\nOK\nQUEUED\n4\n');
		t.regex(await print(port, ['INFO', 'server']), /^# Server\r\nredis_version:/);
	});

	testWithCli(`${name}: looks at all keys`, async t => {
		const {port} = await withSocketServer(t, kind);
		const keys = Array.from({length: 2000}, (_, index) => `key:${index}`);
		const sent = encodeCommands([...keys.map(key => ['SET', key, 'value']), ['LPUSH', 'list', 'a', 'b'], ['INCR', 'key:1']]);
		const piped = await print(port, ['--pipe'], sent);
		t.regex(piped, /errors: 1, replies: 2002/);
		t.regex(piped, /value is not an integer or out of range/);
		const scanned = await print(port, ['--scan', '--pattern', 'key:*']);
		t.deepEqual(scanned.trim().split('\n').toSorted(), keys.toSorted());
		const big = await print(port, ['--bigkeys']);
		t.regex(big, /Sampled 2001 keys in the keyspace/);
		t.regex(big, /Biggest\s+list found '"list"' has 2 items/);
		t.regex(await print(port, ['--memkeys', '--memkeys-samples', '0']), /Sampled 2001 keys in the keyspace/);
		const stat = listen(t, port, ['--stat', '-i', '0.01']);
		await stat.next();
		t.regex(await stat.next(), /^keys\s+mem\s+clients/);
		t.regex(await stat.next(), /^2001\s+\d+\.\d+M\s+1\s/);
		t.regex(await stat.next(), /^2001\s/);
	});

	testWithCli(`${name}: listens`, async t => {
		const {port} = await withSocketServer(t, kind);
		const subscriber = listen(t, port, ['--csv', 'SUBSCRIBE', 'channel']);
		t.is(await subscriber.next(), '"subscribe","channel",1');
		const pattern = listen(t, port, ['--csv', '-3', 'PSUBSCRIBE', 'chan*']);
		t.is(await pattern.next(), '"psubscribe","chan*",1');
		t.is(await print(port, ['PUBLISH', 'channel', 'message']), '2\n');
		t.is(await subscriber.next(), '"message","channel","message"');
		t.is(await pattern.next(), '"pmessage","chan*","channel","message"');
		const monitor = listen(t, port, ['MONITOR']);
		t.is(await monitor.next(), 'OK');
		await print(port, ['SET', 'key', 'two "words"\n']);
		t.regex(await monitor.next(), /^\d+\.\d{6} \[0 127\.0\.0\.1:\d+] "SET" "key" "two \\"words\\"\\n"$/);
	});

	testWithCli(`${name}: somebody types`, async t => {
		const {port} = await withSocketServer(t, kind);
		const terminal = await testTerminal(t, {
			columns: 100, rows: 30, command: 'redis-cli', args: ['-h', '127.0.0.1', '-p', String(port)], env: {REDISCLI_HISTFILE: '/dev/null'},
		});
		// Only what is typed behind a prompt is read; what comes before is thrown away.
		const type = async (line: string, answer: string) => {
			terminal.press(`${line}\r`);
			await terminal.waitFor(() => {
				const screen = terminal.text().join('\n').trimEnd();
				const [, answered] = screen.split(`> ${line}\n`);
				return answered?.startsWith(answer) === true && /\n\S+>$/.test(answered);
			});
		};

		await terminal.waitFor(`127.0.0.1:${port}>`);
		await type('set key "two words"', 'OK');
		await type('get key', '"two words"');
		await type('hset h a 1 b 2', '(integer) 2');
		await type('hello 3', '1# "server" => "redis"');
		await type('hgetall h', '1# "a" => "1"\n2# "b" => "2"');
		await type('select 3', 'OK');
		await type('multi', 'OK');
		await type('incr n', 'QUEUED');
		await type('exec', '1) (integer) 1');
		await type('nonsense', '(error) ERR unknown command \'nonsense\', with args beginning with:');
		terminal.press('zadd');
		// It knows the arguments of commands by itself.
		await terminal.waitFor(/zadd key /);
		terminal.press('\u0015quit\r');
		t.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
	});
}
