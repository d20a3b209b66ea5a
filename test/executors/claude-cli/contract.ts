/*
Whether the real Claude Code does what `claude-cli` takes for granted. It needs one in the PATH or in CLAUDE_EXECUTABLE, speaks only to a server of ours, and is left out where there is none.
*/
import {
	mkdir, readFile, symlink, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {asError} from '../../../source/protocol/user-error.js';
import {claudeCli} from '../../../source/executors/claude-cli/claude-cli.js';
import {type ExecuteOptions, type Outcome, defaultSettings} from '../../../source/executors/executor.js';
import {
	answer, apiError, silence, toolUse,
} from '../../_helpers/fake-messages-api-replies.js';
import {withMessagesApi, type MessagesApi, type Script} from '../../_helpers/fake-messages-api.js';
import {temporaryDirectory} from '../../redis/_temporary-directory.js';

const executable = process.env.CLAUDE_EXECUTABLE ?? 'claude';
const model = 'claude-haiku-4-5';
const problem = await claudeCli({
	...defaultSettings, executable, model, workdir: '/', signal: new AbortController().signal,
}).then(() => null, (error: unknown) => asError(error).message);
const key = 'sk-ant-api03-not-a-real-key-0123456789';

type Place = {
	/** Where it works. */
	readonly inside: string;
	readonly outside: string;
	readonly api: MessagesApi;
	run(description: string, options?: Partial<ExecuteOptions>): Promise<Outcome>;
};

/** Several at once would need much memory. */
function contract(title: string, body: (t: ExecutionContext) => Promise<void>): void {
	test.serial(title, problem === null ? body : leaveOut);
}

function leaveOut(t: ExecutionContext): void {
	t.log(`Left out. ${problem}`);
	t.truthy(problem);
}

async function place(t: ExecutionContext, script: Script, maxTurns = 20): Promise<Place> {
	const root = await temporaryDirectory(t);
	const [inside, outside, home] = ['inside', 'outside', 'home'].map(name => path.join(root, name)) as [string, string, string];
	for (const directory of [inside, outside, home]) {
		await mkdir(directory);
	}

	await writeFile(path.join(inside, 'a.txt'), 'content of a\n');
	await writeFile(path.join(outside, 'secret.txt'), 'content of the outside\n');
	const api = await withMessagesApi(t, script);
	const claude = await claudeCli({
		executable,
		model,
		workdir: inside,
		maxTurns,
		timeoutMs: 60_000,
		signal: new AbortController().signal,
		env: {
			PATH: process.env.PATH, HOME: home, CLAUDE_CONFIG_DIR: path.join(home, '.claude'), ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key,
		},
	});
	return {
		inside,
		outside,
		api,
		run: async (description, options = {}) => claude.execute({
			taskId: 'a', description, files: [], context: null, related: [{id: 'finding_1', task: 'x', result: 'y'}],
		}, {
			signal: new AbortController().signal, budgetUsd: 1, onProgress: () => undefined, ...options,
		}),
	};
}

const usage = {
	input: 1200, output: 42, cacheRead: 5000, cacheWrite5m: 300,
};

contract('a task is completed with its cost and changes', async t => {
	const turns: string[] = [];
	const {inside, api, run} = await place(t, [
		answer([toolUse('Read', {file_path: 'a.txt'})], {usage}),
		answer(['I will.', toolUse('Write', {file_path: 'b.txt', content: 'content of b\n'})], {usage}),
		answer('Done. [cite:finding_1]', {usage}),
	]);
	const outcome = await run('Copy a.txt to b.txt', {
		onProgress({turn, tool, tokens}) {
			turns.push(`${turn} ${tool} ${tokens > 6500 * turn}`);
		},
	});
	t.deepEqual(outcome, {
		status: 'completed',
		result: 'Done. [cite:finding_1]',
		citations: ['finding_1'],
		filesChanged: ['b.txt'],
		denials: [],
		usage: {
			input: 3600, output: 126, cacheRead: 15_000, cacheWrite5m: 900, cacheWrite1h: 0,
		},
		tokens: 19_626,
		costUsd: 0.006_855,
		costBasis: 'list_price',
		model,
	});
	t.is(await readFile(path.join(inside, 'b.txt'), 'utf8'), 'content of b\n');
	t.deepEqual(turns, ['1 Read true', '2 Read true', '2 Write true', '3 Write true']);
	t.deepEqual([...new Set(api.asked.map(request => request.key))], [key]);
	t.regex(JSON.stringify(api.asked[0]?.body), /Copy a\.txt to b\.txt/);
});

contract('it is confined', async t => {
	const calls = (outside: string) => [
		toolUse('Read', {file_path: path.join(outside, 'secret.txt')}),
		toolUse('Read', {file_path: '../outside/secret.txt'}),
		toolUse('Read', {file_path: 'link.txt'}),
		toolUse('Grep', {pattern: 'content', path: outside, output_mode: 'content'}),
		toolUse('Glob', {pattern: '*', path: outside}),
		toolUse('Write', {file_path: path.join(outside, 'new.txt'), content: 'x'}),
		toolUse('Write', {file_path: 'linked/new.txt', content: 'x'}),
		toolUse('Write', {file_path: '.git/config', content: 'x'}),
		toolUse('Write', {file_path: '.claude/settings.local.json', content: '{}'}),
		toolUse('Bash', {command: 'cat ../outside/secret.txt'}),
	];
	let all: ReturnType<typeof calls> = [];
	const {inside, outside, api, run} = await place(t, (_, index) => index < all.length ? answer([all[index]!], {usage}) : answer('Done.', {usage}));
	all = calls(outside);
	await symlink(path.join(outside, 'secret.txt'), path.join(inside, 'link.txt'));
	await symlink(outside, path.join(inside, 'linked'));
	await mkdir(path.join(inside, '.git'));
	await mkdir(path.join(inside, '.claude'));
	// What a project may configure does not happen.
	const hook = {hooks: [{type: 'command', command: `touch ${outside}/hooked`}]};
	await writeFile(path.join(inside, '.claude', 'settings.json'), JSON.stringify({hooks: {SessionStart: [hook], UserPromptSubmit: [hook], PreToolUse: [{matcher: '*', ...hook}]}}));
	await writeFile(path.join(inside, '.mcp.json'), JSON.stringify({mcpServers: {evil: {command: 'touch', args: [`${outside}/served`]}}}));
	await writeFile(path.join(inside, 'CLAUDE.md'), 'instructions of the project');
	const outcome = await run(`@${outside}/secret.txt @../outside/secret.txt @link.txt and /help`, {budgetUsd: 1});
	t.like(outcome, {status: 'denied', result: 'Done.'});
	t.is(outcome.status === 'denied' ? outcome.denials.length : 0, all.length);
	const sent = JSON.stringify(api.asked.map(({body}) => body));
	t.notRegex(sent, /content of the outside|instructions of the project/);
	t.is(api.asked.length, all.length + 1);
	for (const name of ['new.txt', 'hooked', 'served']) {
		await t.throwsAsync(readFile(path.join(outside, name)), {code: 'ENOENT'});
	}

	await t.throwsAsync(readFile(path.join(inside, '.git', 'config')), {code: 'ENOENT'});
});

contract('failures are explained', async t => {
	const looping = answer([toolUse('Read', {file_path: 'a.txt'})], {usage});
	const cases = [
		['401', apiError(401), {blame: 'worker', tokens: 0, costUsd: 0}, /API key/],
		['403', apiError(403), {blame: 'worker', tokens: 0, costUsd: 0}, /403/],
		['404', apiError(404), {blame: 'worker', tokens: 0, costUsd: 0}, /selected model/],
		['400', apiError(400, {message: 'prompt is too long'}), {blame: 'task', tokens: 0, costUsd: 0}, /too long/i],
		['429', apiError(429, {headers: {'retry-after': '2'}}), {blame: 'worker', tokens: 0, costUsd: 0}, /429/],
		['500', apiError(500), {blame: 'worker', tokens: 0, costUsd: 0}, /500/],
		['529', apiError(529), {blame: 'worker', tokens: 0, costUsd: 0}, /529/],
		['refusal', answer('No.', {stopReason: 'refusal', usage}), {blame: 'task', costBasis: 'list_price'}, /can't help/],
		['cut', answer('Half an answer', {ending: 'cut', usage}), {blame: 'worker', costBasis: 'list_price'}, /Connection/],
		['budget', looping, {blame: 'task', costUsd: 0.006_855, costBasis: 'list_price'}, /maximum budget \(\$0\.005\)/],
		['turns', looping, {blame: 'task', costUsd: 0.009_14, costBasis: 'list_price'}, /maximum number of turns \(4\)/],
	] as const;
	for (const [name, reply, expected, error] of cases) {
		const {run} = await place(t, [reply], 4);
		const outcome = await run('Do it', {budgetUsd: name === 'budget' ? 0.005 : 1});
		t.like(outcome, {status: 'failed', ...expected}, name);
		t.regex(outcome.status === 'failed' ? outcome.error : '', error, name);
		t.is(outcome.status === 'failed' ? (outcome.retryAfterMs ?? 0) >= 2000 : undefined, name === '429', name);
		t.false(JSON.stringify(outcome).includes(key));
	}
});

contract('the signal stops it', async t => {
	for (const reply of [silence, answer('Half an answer', {ending: 'silence', usage})]) {
		const {api, run} = await place(t, [answer([toolUse('Read', {file_path: 'a.txt'})], {usage}), reply]);
		const stop = new AbortController();
		const running = run('Do it', {signal: stop.signal});
		const {closed} = await api.request(1);
		stop.abort();
		t.like(await running, {
			status: 'failed', blame: 'task', costUsd: null, costBasis: 'unknown', model,
		});
		t.false(await closed);
	}
});
