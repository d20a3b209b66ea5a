import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {openSync} from 'node:fs';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {allCommands} from '../../source/commands/command-list.js';
import {programCommand} from '../_helpers/dashboard.js';
import {freePort} from '../_helpers/redis-server.js';
import {temporaryDirectory} from '../redis/_temporary-directory.js';
import {successfulCalls, swarm} from './_swarm.js';

const commands = await allCommands();
const full = openSync('/dev/full', 'w');

/** Run the program with a stdout that cannot be written. */
async function run(url: string | undefined, words: readonly string[], stdout: number | 'closed', home = '/nonexistent'): Promise<{readonly code: unknown; readonly stderr: string}> {
	const [program, ...args] = programCommand(...words);
	const child = spawn(program, args, {
		stdio: ['ignore', stdout === 'closed' ? 'pipe' : stdout, 'pipe'], env: {
			PATH: process.env.PATH, HOME: home, ...(url !== undefined && {REDIS_URL: url}),
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

/** Every command, as text and as JSON, in swarms where nothing but stdout is wrong. */
async function runAll(t: ExecutionContext, stdout: number | 'closed', expected: {readonly code: number; readonly stderr: RegExp}) {
	t.deepEqual(Object.keys(successfulCalls).toSorted(), commands.map(({name}) => name).filter(name => name !== 'dashboard').toSorted());
	const calls = Object.entries(successfulCalls).filter(([name]) => name !== 'server').map(([, call]) => call.split(' '));
	const withJson = calls.filter(([name]) => Object.hasOwn(commands.find(command => command.name === name)!.flags, 'json'));
	const lists = [[...calls, ['--version'], ['status', '--line']], withJson.map(words => [...words, '--json'])];
	await Promise.all([...lists.map(async list => {
		const {redis} = await swarm(t);
		await redis.cli('SET', 'finding:f', '{"result":"x"}');
		for (const words of list) {
			const {code, stderr} = await run(redis.url, words, stdout);
			t.is(code, expected.code, `${words.join(' ')}: ${stderr}`);
			t.regex(stderr, expected.stderr, words.join(' '));
		}
	}), runServer()]);

	async function runServer() {
		const {code, stderr} = await run(undefined, ['server', '--port', String(await freePort())], stdout, await temporaryDirectory(t));
		t.is(code, expected.code, stderr);
		t.regex(stderr, expected.stderr);
	}
}

test('every command fails if stdout cannot be written', async t => {
	await runAll(t, full, {code: 1, stderr: /^(?:Published .*\n)?Expected to write to stdout, got ENOSPC: no space left on device\. .*\n$/u});
});

test('every command ends quietly, like a filter after SIGPIPE, if the reader has left', async t => {
	await runAll(t, 'closed', {code: 141, stderr: /^(?:Published .*\n)?$/u});
});

test('every command reports a wrong call with --json in one line, with exit code 2, if stdout cannot be written', async t => {
	await Promise.all([full, 'closed' as const].map(async stdout => {
		for (const {name} of commands) {
			const {code, stderr} = await run('redis://127.0.0.1:1', [name, '--json', '--nonsense'], stdout);
			t.is(code, 2, `${name}: ${stderr}`);
			t.regex(stderr, /^Expected a flag of .*\n$/u, `${name}`);
		}
	}));
});
