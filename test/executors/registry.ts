import process from 'node:process';
import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import {executorChoices, makeExecutor, usesSetting} from '../../source/executors/registry.js';
import {defaultSettings} from '../../source/executors/executor.js';
import {temporaryDirectory} from '../redis/_temporary-directory.js';

const {signal} = new AbortController();

test.before(() => {
	process.env.PATH = '/nowhere';
	delete process.env.ANTHROPIC_API_KEY;
});

test.serial('executors are made by name, in a directory that exists', async t => {
	const settings = {...defaultSettings, workdir: await temporaryDirectory(t), signal};
	t.like(await makeExecutor('dry-run', settings), {name: 'dry-run'});
	for (const [name, more, message] of [
		['toString', {}, /^Expected claude-cli, messages-api, command, dry-run or auto for --executor, got "toString"\.$/],
		['command', {}, /^Expected a program after --/],
		['dry-run', {workdir: '/nowhere'}, /^Expected a directory for --workdir, but \/nowhere is not one\.$/],
		['auto', {}, /^No model is available here\. claude-cli: Claude Code .* messages-api: .*ANTHROPIC_API_KEY.* --executor dry-run\.$/],
	] as const) {
		await t.throwsAsync(makeExecutor(name, {...settings, ...more}), {instanceOf: UserError, message});
	}

	process.env.ANTHROPIC_API_KEY = 'key';
	t.like(await makeExecutor('auto', settings), {name: 'messages-api'});
	delete process.env.ANTHROPIC_API_KEY;
});

test.serial('the choices say why an executor is not available, available ones first', async t => {
	const choices = await executorChoices('/', signal);
	t.deepEqual(choices.map(({name, problem}) => [name, problem === null]), [['command', true], ['dry-run', true], ['claude-cli', false], ['messages-api', false]]);
	t.regex(choices[2]?.problem ?? '', /^Claude Code was not found/);
});

test('each executor knows which settings it reads', t => {
	t.true(usesSetting('messages-api', 'allowedHosts') && usesSetting('auto', 'allowedHosts'));
	t.false(usesSetting('dry-run', 'command') || usesSetting('claude-cli', 'passVariables'));
});
