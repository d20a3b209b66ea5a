import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {openSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {withRedis} from '../_helpers/redis-server.js';

const cli = fileURLToPath(new URL('../../source/cli.ts', import.meta.url));
const commands = ['status', 'status --json', 'status --line', 'findings', 'findings --json', 'budget', 'budget --json', 'publish Look', 'publish Look --json', 'prompt worker', 'help', '--version', 'worker --executor dry-run --mode single --task Look'];

/** Run the program with an stdout of ours. */
async function run(url: string, command: string, stdout: number | 'closed'): Promise<{readonly code: unknown; readonly stderr: string}> {
	const child = spawn(process.execPath, ['--import=tsx', cli, ...command.split(' ')], {
		stdio: ['ignore', stdout === 'closed' ? 'pipe' : stdout, 'pipe'], env: {
			PATH: process.env.PATH, HOME: '/nonexistent', NODE_ENV: 'production', REDIS_URL: url,
		},
	});
	child.stdout?.destroy();
	let stderr = '';
	child.stderr!.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const [code] = await once(child, 'close') as unknown[];
	return {code, stderr};
}

test('what cannot be written is a failure, whatever the command', async t => {
	const redis = await withRedis(t);
	await redis.cli('SET', 'finding:f', '{"result":"x"}');
	const full = openSync('/dev/full', 'w');
	await Promise.all(commands.map(async command => {
		const {code, stderr} = await run(redis.url, command, full);
		t.is(code, 1, `${command}: ${stderr}`);
		t.regex(stderr, /^(?:Published .*\n)?Expected to write to stdout, got ENOSPC: no space left on device\. .*\n$/u, command);
	}));
});

test('a reader that has left ends the program quietly, as SIGPIPE does', async t => {
	const redis = await withRedis(t);
	await redis.cli('SET', 'finding:f', '{"result":"x"}');
	await Promise.all(commands.map(async command => {
		const {code, stderr} = await run(redis.url, command, 'closed');
		t.is(code, 141, `${command}: ${stderr}`);
		t.regex(stderr, /^(?:Published .*\n)?$/u, command);
	}));
});

test('a wrong call with --json stays one line and exit code 2 where stdout cannot be written', async t => {
	for (const stdout of [openSync('/dev/full', 'w'), 'closed'] as const) {
		const {code, stderr} = await run('redis://127.0.0.1:1', 'status --json --nonsense', stdout);
		t.deepEqual([code, stderr], [2, 'Expected a flag of haiku-swarm status, got --nonsense. See haiku-swarm help status.\n']);
	}
});
