import {rm, writeFile} from 'node:fs/promises';
import test from 'ava';
import {UserError} from '../../../source/protocol/user-error.js';
import type {Progress} from '../../../source/executors/executor.js';
import {installFakeClaude} from '../../_helpers/fake-claude/install.js';
import {temporaryDirectory} from '../../redis/_temporary-directory.js';
import {lifeline} from '../child/_lifeline.js';
import {
	execute, executor, model, nothing, once, twice, unknown,
} from './_claude.js';

test('an answer becomes a result with its cost and changed files', async t => {
	const workdir = await temporaryDirectory(t);
	const claude = await executor(t, {workdir});
	t.like(claude, {
		name: 'claude-cli', model, workdir, wantsContext: true, costIsKnown: true,
	});
	const progress: Progress[] = [];
	const outcome = await execute(claude, 'tools', {
		onProgress(now) {
			progress.push(now);
		},
	});
	t.deepEqual(outcome, {
		status: 'completed',
		result: 'All of it. [cite:finding_1] [cite:finding_7]',
		citations: ['finding_1'],
		denials: [],
		filesChanged: [],
		usage: {
			input: 3600, output: 126, cacheRead: 15_000, cacheWrite5m: 900, cacheWrite1h: 0,
		},
		tokens: 19_626,
		costUsd: 0.006_855,
		costBasis: 'list_price',
		model,
	});
	// Several lines share a message.
	t.deepEqual(progress, [
		{turn: 1, tool: null, tokens: 6501},
		{turn: 1, tool: 'Read', tokens: 6501},
		{turn: 2, tool: 'Edit', tokens: 13_002},
		{turn: 3, tool: 'Edit', tokens: 19_503},
	]);
});

test('it is confined, reads the prompt from stdin, and sees only the variables it needs', async t => {
	const workdir = await temporaryDirectory(t);
	const secret = 'must-not-be-seen';
	const needed = {
		PATH: '/usr/bin', HOME: '/home/x', LC_TIME: 'C', https_proxy: 'http://proxy', ANTHROPIC_API_KEY: 'a', ANTHROPIC_BASE_URL: 'http://127.0.0.1', CLAUDE_CODE_OAUTH_TOKEN: 'o', CLAUDE_CONFIG_DIR: '/c',
	};
	const claude = await executor(t, {
		workdir,
		timeoutMs: 90_000,
		maxTurns: 7,
		env: {
			...needed, REDIS_URL: secret, GEMINI_API_KEY: secret, GOOGLE_API_KEY: secret, NPM_TOKEN: secret, AWS_SECRET_ACCESS_KEY: secret, CLAUDECODE: '1', NODE_OPTIONS: '--no-warnings',
		},
	});
	const outcome = await execute(claude, 'told', {budgetUsd: 0.05});
	const told = JSON.parse(String('result' in outcome && outcome.result)) as Readonly<{args: string[]; environment: unknown; directory: string; prompt: string}>;
	const [system] = told.args.splice(told.args.indexOf('--system-prompt') + 1, 1);
	t.regex(system ?? '', /You are a worker/);
	t.deepEqual(told.args.join(' ').split(' --'), [
		'--print',
		`model ${model}`,
		'restricted',
		'strict-mcp-config',
		'disable-slash-commands',
		'tools Read,Edit,Write,Grep,Glob',
		'permission-mode acceptEdits',
		'permission-prompts none',
		'system-prompt',
		'max-turns 7',
		'max-budget-usd 0.05',
		'no-session-persistence',
		'output-format stream-json',
		'verbose',
	]);
	t.deepEqual(told.environment, {
		...needed, CLAUDE_CODE_MAX_RETRIES: '1', API_TIMEOUT_MS: '30000', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
	});
	t.is(told.directory, workdir);
	t.regex(told.prompt, /Do it\. \[fake:told]/);
});

test('credentials of a cloud are passed only if it is used', async t => {
	const env = {
		CLAUDE_CODE_USE_BEDROCK: '1', AWS_PROFILE: 'p', AZURE_KEY: 'k', GOOGLE_APPLICATION_CREDENTIALS: 'g', CLOUD_ML_REGION: 'r',
	};
	const outcome = await execute(await executor(t, {env}), 'told');
	const {environment} = JSON.parse(String('result' in outcome && outcome.result)) as {readonly environment: Readonly<Record<string, string>>};
	t.like(environment, {
		CLAUDE_CODE_USE_BEDROCK: '1', AWS_PROFILE: 'p', AZURE_KEY: undefined, GOOGLE_APPLICATION_CREDENTIALS: undefined, CLOUD_ML_REGION: undefined,
	});
});

test('denied tool calls are reported', async t => {
	const claude = await executor(t);
	t.like(await execute(claude, 'denied'), {
		...twice, status: 'denied', result: 'Hello there.', denials: ['Read: /etc/passwd is outside /work; --restricted confines the file tools to the working directory.'],
	});
	t.like(await execute(claude, 'denied-in-the-result'), {...once, status: 'denied', denials: ['Write {"file_path":"/x"}']});
	t.like(await execute(claude, 'no-such-tool'), {...twice, status: 'denied', denials: ['Bash: workers do not have this tool']});
});

test('lines may arrive in any order, size and kind, and in pieces', async t => {
	const claude = await executor(t);
	t.like(await execute(claude, 'shuffled'), {...once, status: 'completed', result: 'Hello there.'});
	t.like(await execute(claude, 'huge'), {status: 'completed', result: 'z'.repeat(1_000_000)});
	const tools: Array<string | null> = [];
	t.like(await execute(claude, 'slow', {
		onProgress(progress) {
			tools.push(progress.tool);
		},
	}), {status: 'completed'});
	t.deepEqual(tools, ['Grep', 'Grep']);
});

test('the cost is the list price, or the reported cost, or unknown', async t => {
	const claude = await executor(t);
	// The second model has rates for long prompts, and 110,000 tokens do not tell how long each was.
	t.like(await execute(claude, 'models'), {
		usage: {
			input: 91_200, output: 1042, cacheRead: 25_000, cacheWrite5m: 300, cacheWrite1h: 0,
		},
		tokens: 117_542,
		costUsd: 0.012_685,
		costBasis: 'reported',
		model: 'claude-haiku-5-5',
	});
	t.like(await execute(claude, 'unknown-model'), {
		...once, costUsd: null, costBasis: 'unknown', model: 'foo-bar',
	});
	t.like(await execute(claude, 'cloud-model'), {...once, costBasis: 'reported', model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0'});
	t.like(await execute(claude, 'old-usage'), {...once, usage: null, costBasis: 'reported'});
	t.like(await execute(claude, 'older-usage'), {...unknown, costUsd: 0.002_285, costBasis: 'reported'});
	t.like(await execute(claude, 'surcharge'), {...once, costUsd: 0.5, costBasis: 'reported'});
	const other = await executor(t, {model: 'someone-elses-model'});
	t.false(other.costIsKnown);
});

test('it is stopped at its time limit, even if it ignores SIGTERM', async t => {
	const outcome = await execute(await executor(t, {timeoutMs: 1500}), 'hang');
	t.like(outcome, {
		status: 'failed', blame: 'task', error: 'Expected a result within 1.5 s, got none. Make the task smaller, or allow more time.', retryAfterMs: null,
	});
});

test('the signal stops it; if a model ran, the outcome reports a cost', async t => {
	const claude = await executor(t);
	const stop = new AbortController();
	const outcome = await execute(claude, 'wait', {
		signal: stop.signal,
		onProgress() {
			stop.abort();
		},
	});
	t.like(outcome, {...unknown, status: 'failed', error: 'The attempt was stopped before there was a result.'});
	const {port, next} = await lifeline(t);
	const early = new AbortController();
	const running = execute(claude, `hang-early ${port}`, {signal: early.signal});
	const process = await next();
	early.abort(new Error('stopped early'));
	await t.throwsAsync(running, {message: 'stopped early'});
	await process.ended;
	await t.throwsAsync(execute(claude, 'ok', {signal: AbortSignal.abort(new Error('too late'))}), {message: 'too late'});
});

test('its background processes end with it', async t => {
	const {port, next} = await lifeline(t);
	const running = execute(await executor(t), `grandchild ${port}`);
	const grandchild = await next();
	t.like(await running, {...once, status: 'completed'});
	await grandchild.ended;
});

test('no executor is made unless Claude Code can be confined', async t => {
	const workdir = await temporaryDirectory(t);
	const install = 'Install it, or choose another executor.';
	for (const [executable, message] of [
		[await installFakeClaude(workdir, 'claude-old'), `Claude Code cannot be confined: ${workdir}/claude-old does not know --restricted. Update it (claude update), or choose another executor.`],
		[await installFakeClaude(workdir, 'claude-broken'), /^Claude Code does not work: \/.*claude-broken --help failed\. Run/],
		['no-such-claude', `Claude Code was not found: there is no program no-such-claude in the PATH. ${install}`],
		[`${workdir}/claude`, `Claude Code was not found: there is no program ${workdir}/claude. ${install}`],
		[workdir, `Claude Code was not found: there is no program ${workdir}. ${install}`],
	] as const) {
		await t.throwsAsync(executor(t, {executable}), {instanceOf: UserError, message});
	}

	await t.throwsAsync(executor(t, {signal: AbortSignal.abort(new Error('too late'))}), {message: 'too late'});
});

test('one with more tools than allowed is stopped before it acts', async t => {
	const outcome = await execute(await executor(t, {executable: await installFakeClaude(await temporaryDirectory(t), 'claude-managed')}), 'ok');
	t.like(outcome, {...nothing, status: 'failed', blame: 'worker'});
	t.regex('error' in outcome ? outcome.error : '', /only the tools Read, Edit, Write, Grep, Glob, but it also has Bash\./);
});

test('a missing or outdated Claude Code and an empty budget are blamed on the worker', async t => {
	const executable = await installFakeClaude(await temporaryDirectory(t));
	const claude = await executor(t, {executable});
	t.like(await execute(claude, 'ok', {budgetUsd: 0}), {...nothing, status: 'failed', blame: 'worker'});
	await writeFile(executable, '#!/bin/sh\necho "error: unknown option \'--restricted\'" >&2; exit 1');
	t.like(await execute(claude, 'ok'), {
		...nothing, status: 'failed', blame: 'worker', error: 'Expected a result from Claude Code, got exit code 1: error: unknown option \'--restricted\'',
	});
	await rm(executable);
	t.like(await execute(claude, 'ok'), {...nothing, status: 'failed', blame: 'worker'});
});
