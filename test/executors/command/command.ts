import {mkdtemp, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {commandExecutor, type CommandOptions} from '../../../source/executors/command/command.js';
import {
	type ExecuteOptions, type Job, type Outcome, type Progress, defaultSettings,
} from '../../../source/executors/executor.js';
import {temporaryDirectory} from '../../redis/_temporary-directory.js';
import {lifeline} from '../child/_lifeline.js';

const job: Job = {
	taskId: 'a', description: 'Do "it"; $(id)\n', files: ['b.md'], context: 'all', related: [{id: 'finding_1', task: 'x', result: 'y'}],
};

async function execute(options: Partial<CommandOptions> & Pick<CommandOptions, 'workdir'>, more: Partial<ExecuteOptions> = {}): Promise<Outcome> {
	return commandExecutor({...defaultSettings, ...options}).execute(job, {
		signal: new AbortController().signal, budgetUsd: null, onProgress: () => undefined, ...more,
	});
}

/** The outcome of a script of Node's. */
async function run(t: ExecutionContext, script: string, options: Partial<CommandOptions> = {}, more: Partial<ExecuteOptions> = {}): Promise<Outcome> {
	return execute({command: [process.execPath, '-e', script], workdir: await temporaryDirectory(t), ...options}, more);
}

/** The outcome of a program that says just this. */
async function saying(t: ExecutionContext, output: string): Promise<Outcome> {
	return run(t, `process.stdout.write(${JSON.stringify(output)})`);
}

const unknown = {
	usage: null, tokens: 0, costUsd: null, costBasis: 'unknown', model: null,
};

test('it gets the task as JSON, runs in the directory, and sees only listed variables', async t => {
	const workdir = await temporaryDirectory(t);
	process.env.REDIS_URL = 'redis://secret';
	process.env.OTHER_KEY = 'other';
	process.env.OLLAMA_HOST = '127.0.0.1';
	const script = `
		require("node:stream/consumers").json(process.stdin).then(task => {
			require("node:fs").writeFileSync("written.txt", "x");
			console.log(JSON.stringify({result: {task, directory: process.cwd(), names: Object.keys(process.env)}, files_changed: ["said.txt"]}, null, 2));
		})`;
	const executor = commandExecutor({
		...defaultSettings, command: [process.execPath, '-e', script], workdir, passVariables: ['OLLAMA_HOST', 'REDIS_URL'],
	});
	t.like(executor, {
		name: 'command', model: null, workdir, wantsContext: true, costIsKnown: true,
	});
	const outcome = await executor.execute(job, {signal: new AbortController().signal, budgetUsd: 0.5, onProgress: () => undefined});
	// What it says that it has changed does not count where it was measured.
	t.like(outcome, {
		...unknown, status: 'completed', filesChanged: ['written.txt'], citations: [], denials: [],
	});
	const {task, directory, names} = ('result' in outcome ? outcome.result : {}) as {readonly task: unknown; readonly directory: string; readonly names: readonly string[]};
	t.deepEqual(task, {
		task_id: 'a', description: job.description, files: ['b.md'], context: 'all', related: job.related, budget_usd: 0.5,
	});
	t.is(directory, workdir);
	t.true(names.includes('PATH') && names.includes('OLLAMA_HOST'));
	t.false(names.includes('REDIS_URL') || names.includes('OTHER_KEY'));
});

test('its output becomes the finding', async t => {
	t.deepEqual(await saying(t, '{"result": " ok ", "files_changed": ["a.md"], "citations": ["finding_1"], "tokens_used": 300, "cost": 0.0011, "model": "llama", "more": 1}\n'), {
		status: 'completed', result: ' ok ', filesChanged: ['a.md'], citations: ['finding_1'], denials: [], oddities: [], usage: null, tokens: 300, costUsd: 0.0011, costBasis: 'reported', model: 'llama',
	});
	const usage = '{"input": 1200, "output": 42, "cache_read": 5000, "cache_write_5m": 300}';
	const spent = {
		usage: {
			input: 1200, output: 42, cacheRead: 5000, cacheWrite5m: 300, cacheWrite1h: 0,
		},
		tokens: 6542,
	};
	t.like(await saying(t, `{"result": 0, "usage": ${usage}, "model": "claude-haiku-4-5"}`), {
		...spent, result: 0, costUsd: 0.002_285, costBasis: 'list_price',
	});
	t.like(await saying(t, `{"result": [], "usage": ${usage}, "model": "claude-haiku-4-5", "cost": 0}`), {...spent, costUsd: 0, costBasis: 'reported'});
	t.like(await saying(t, `{"result": {}, "usage": ${usage}, "model": "llama"}`), {
		...spent, costUsd: null, costBasis: 'unknown', model: 'llama',
	});
	// How long each prompt was decides the price of this one.
	t.like(await saying(t, '{"result": "ok", "usage": {"input": 100001}, "model": "claude-haiku-5-5"}'), {tokens: 100_001, costUsd: null, costBasis: 'unknown'});
});

for (const [output, error] of [
	['', /^Expected a JSON object with a result on standard output, got nothing$/],
	['done\n', /^Expected a JSON object with a result on standard output, got done$/],
	['[1]', /got \[1]$/],
	['{"result": "a"} {"result": "b"}', /got {"result"/],
	['{"result": "cut', /got {"result": "cut$/],
	['{}', /got one without it/],
	['{"result": null}', /got one without it/],
	['{"result": " "}', /got one without it/],
	['{"result": "a", "cost": "0.1"}', /got cost: .*number/],
	['{"result": "a", "cost": -1}', /got cost: /],
] as const) {
	test(`it fails with the output ${output.trim() || 'nothing'}`, async t => {
		const outcome = await saying(t, output);
		t.like(outcome, {
			...unknown, status: 'failed', blame: 'task', retryAfterMs: null, filesChanged: [],
		});
		t.regex('error' in outcome ? outcome.error : '', error);
	});
}

for (const [field, odd] of [
	['"files_changed": null', null],
	['"files_changed": "a.md"', /^files_changed: /],
	['"citations": [1]', /^citations\.0: /],
	['"tokens_used": 1.5', /^tokens_used: /],
	['"usage": {"input": 10, "output": 5.5}', /^usage\.output: /],
	['"model": 4', /^model: /],
] as const) {
	test(`with ${field} the answer and its cost count, and the field is named`, async t => {
		const outcome = await saying(t, `\uFEFF{"result": "a", "cost": 0.25, ${field}}`);
		t.like(outcome, {
			status: 'completed', result: 'a', costUsd: 0.25, costBasis: 'reported', filesChanged: [], citations: [],
		});
		const oddities = outcome.status === 'failed' ? [] : outcome.oddities ?? [];
		t.is(oddities.length, odd === null ? 0 : 1);
		t.regex(oddities[0] ?? '', odd ?? /^$/);
	});
}

test('the cost of a failure counts', async t => {
	const key = 'sk-ant-api03-0123456789abcdef';
	process.env.SOME_API_KEY = key;
	const said = '{"result": "half", "cost": 0.5, "model": "llama"}';
	const cost = {
		status: 'failed', blame: 'task', costUsd: 0.5, costBasis: 'reported', model: 'llama',
	};
	t.like(await run(t, String.raw`console.log(${JSON.stringify(said)}); console.error("first\nsecond\nthe key ${key} is wrong"); process.exitCode = 3`), {
		...cost, error: 'Expected a result from the command, got exit code 3: second the key [secret] is wrong',
	});
	t.like(await saying(t, said.replace('"half"', String.raw`"half", "error": "The model\nsaid no."`)), {...cost, error: 'The model said no.'});
	t.like(await run(t, 'process.kill(process.pid, "SIGKILL")'), {...unknown, error: 'Expected a result from the command, got SIGKILL: no error message'});
	t.like(await run(t, 'setInterval(() => console.log("x".repeat(1e6)), 1)'), {...unknown, error: 'Expected a result, got too much output.'});
});

test('a program that cannot be started is blamed on the worker', async t => {
	const workdir = await temporaryDirectory(t);
	const nothing = {
		status: 'failed', blame: 'worker', tokens: 0, costUsd: 0,
	};
	t.like(await execute({command: ['no-such-program'], workdir}), {...nothing, error: 'Cannot start the command: there is no program no-such-program in the PATH'});
	t.like(await execute({command: ['/nowhere/x'], workdir}), {...nothing, error: 'Cannot start the command: there is no program /nowhere/x'});
	t.like(await execute({command: [process.execPath], workdir: '/nowhere'}), nothing);
});

test('a program in the working directory does not shadow the PATH', async t => {
	const workdir = await mkdtemp(path.join(await temporaryDirectory(t), 'w'));
	await writeFile(path.join(workdir, 'tool'), '#!/bin/sh\necho "{\\"result\\": 1}"', {mode: 0o755});
	const {PATH} = process.env;
	process.env.PATH = `.:${path.relative('.', workdir)}:${PATH}`;
	t.like(await execute({command: ['tool'], workdir}), {status: 'failed', blame: 'worker', error: 'Cannot start the command: there is no program tool in the PATH'});
	t.like(await execute({command: [path.join(workdir, 'tool')], workdir}), {status: 'completed', result: 1});
});

test('standard error reports progress', async t => {
	const lines = ['{"progress": {"turn": 1}}', 'noise', '{"a": 1}', '{"progress": {"turn": 2, "tool": "read", "tokens": 5}}', '{"progress": 3}', '{"progress": {"turn": -1, "tokens": "x"}}'];
	const progress: Progress[] = [];
	await run(t, `console.error(${JSON.stringify(lines.join('\n'))})`, {}, {
		onProgress(now) {
			progress.push(now);
		},
	});
	t.deepEqual(progress, [{turn: 1, tool: null, tokens: 0}, {turn: 2, tool: 'read', tokens: 5}, {turn: 0, tool: null, tokens: 0}]);
});

test('time limit and signal stop it, and its cost is unknown', async t => {
	t.like(await run(t, 'setInterval(() => {}, 1e6)', {timeoutMs: 100}), {
		...unknown, status: 'failed', blame: 'task', error: 'Expected a result within 0.1 s, got none. Make the task smaller, or allow more time.',
	});
	const {port, next} = await lifeline(t);
	const stop = new AbortController();
	const running = run(t, `require("node:net").connect(${port}, "127.0.0.1")`, {}, {signal: stop.signal});
	const {ended} = await next();
	stop.abort();
	t.like(await running, {...unknown, status: 'failed', error: 'The attempt was stopped before there was a result.'});
	await ended;
	await t.throwsAsync(run(t, '', {}, {signal: AbortSignal.abort(new Error('too late'))}), {message: 'too late'});
});
