import {rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {claudeCli, type ClaudeCliOptions} from '../../../source/executors/claude-cli/claude-cli.js';
import {
	type ExecuteOptions, type Executor, type Job, type Outcome, defaultSettings,
} from '../../../source/executors/executor.js';
import {installFakeClaude} from '../../_helpers/fake-claude/install.js';
import {temporaryDirectory} from '../../redis/_temporary-directory.js';

/** The model that is asked for. */
export const model = 'claude-haiku-4-5';
/** The key that it is given. */
export const key = 'sk-ant-api03-0123456789abcdef';

const programs = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-test-'));
/** A fake Claude Code, one for all tests of a file: making it takes longer than most of them. */
export const fake = await installFakeClaude(programs);

process.once('exit', () => {
	rmSync(programs, {recursive: true, force: true});
});

/** A signal that is never aborted. */
function never(): AbortSignal {
	return new AbortController().signal;
}

/** An executor that uses the fake. */
export async function executor(t: ExecutionContext, options: Partial<ClaudeCliOptions> = {}): Promise<Executor> {
	return claudeCli({
		...defaultSettings, executable: fake, model, workdir: await temporaryDirectory(t), signal: never(), env: {PATH: '/usr/bin', ANTHROPIC_API_KEY: key}, ...options,
	});
}

function job(scenario: string): Job {
	return {
		taskId: 'a', description: `Do it. [fake:${scenario}]`, files: [], context: null, related: [{id: 'finding_1', task: 'x', result: 'y'}],
	};
}

/** Let it do a task in which a scenario of the fake is named. */
export async function execute({execute}: Executor, scenario: string, options: Partial<ExecuteOptions> = {}): Promise<Outcome> {
	return execute(job(scenario), {
		signal: never(), budgetUsd: null, onProgress: () => undefined, ...options,
	});
}

/** What one request costs, and what it uses. */
export const once = {
	usage: {
		input: 1200, output: 42, cacheRead: 5000, cacheWrite5m: 300, cacheWrite1h: 0,
	},
	tokens: 6542,
	costUsd: 0.002_285,
	costBasis: 'list_price',
	model,
};
/** What two requests cost. */
export const twice = {
	tokens: 13_084, costUsd: 0.004_57, costBasis: 'list_price', model,
};
/** No model has answered. */
export const nothing = {
	usage: null, tokens: 0, costUsd: 0, costBasis: 'list_price', model: null,
};
/** A model has answered, and nobody says what it used. The output is not known. */
export const unknown = {
	usage: null, tokens: 6501, costUsd: null, costBasis: 'unknown', model,
};
