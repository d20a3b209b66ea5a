/*
Calls of our scripts, with keys that hold what the protocol says or anything else.
*/
import {loadScript, loadTypedScript, type Script} from '../../../source/redis/load-script.js';
import type {Random} from '../../_helpers/hostile-random.js';
import {jsonText} from './_generate-json.js';
import {testKeys} from './_test-keys.js';

/** A call of a script, and the commands that make what it finds. */
export type ScriptCase = {
	readonly state: ReadonlyArray<readonly string[]>;
	readonly keys: readonly string[];
	readonly args: readonly string[];
};

const hourNow = String(Math.floor(Date.now() / 3_600_000));
const workers = ['w', 'w', 'w', 'other', ''];
const texts = ['text', '{"a":"b/c"}', '', '\0', 'a\r\nb', '\u00FF\u00FE"\\/\u0007\u007F', 'x'.repeat(40)];
const counts = [
	'0',
	'1',
	'2',
	'3',
	'4',
	'5',
	'7',
	'2.5',
	'-1',
	'-0',
	'',
	'x',
	'nan',
	'-nan',
	'inf',
	'-inf',
	'1e999',
	'1e15',
	'0x10',
	'0x1.8p1',
	' 7',
	'7 ',
	'007',
	'5\0x',
	'9223372036854775807',
	'9007199254740993',
	'-9223372036854775808',
	'100000000000000000000',
	'1'.repeat(330),
];
const amounts = [
	'0.5',
	'0',
	'1',
	'1',
	'2',
	'10',
	'3.25',
	'0.0009765625',
	'100',
	'0.1',
	'0.7',
	'1e-9',
	'1.',
	'1e5',
	'1e25',
	'1e308',
	'01',
	'',
	'x',
	'-1',
	'+1',
	'.5',
	'nan',
	'inf',
	'1e999',
	'0x10',
	'1-2',
	'1e',
	'5\0',
	' 1',
	'1 ',
];
const longTimes = ['300000', '300000', '300000', '300000', '1000000', '0', '-1', '', 'x', '1e6', '1000000.5', '0x100000', '9223372036854775807', '9223372036854775808'];
const longRests = ['100000', '100000', '100000.5', '1e5', '0x186A0', ' 200000 ', '0', '-5', '0.001', '', 'x', 'nan', 'inf', '1e300'];
const limits = ['10', '10', '3', '0', '-3', '2.5', '', 'x', 'nan', 'inf', '1e300', '1e17', '1e15', '0x10', '-0', '5\0'];
const caps = ['limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd'];

/** What the arguments of a script are taken from, and how many of the last keys and arguments belong to one task. */
type Shape = {
	readonly keys: readonly string[];
	readonly args: ReadonlyArray<readonly string[]>;
	/** Of the JSON that is the last argument: the field that it should have. Default: no JSON. */
	readonly field?: string;
	readonly taskKeys?: readonly string[];
	readonly taskArgs?: ReadonlyArray<readonly string[]>;
};

const findingIds = ['finding_1', 'finding_1', 'finding_2', '', '\u00FF'];
const taskIds = ['t1', 't2', ''];
const shapes: Readonly<Record<string, Shape>> = {
	'cancel-4': {keys: ['task', 'result', 'claimed', 'cancelled'], args: [texts]},
	'change-budget-1': {keys: ['budget'], args: [], taskArgs: [[...caps, 'x'], [...amounts, '']]},
	'claim-n': {
		keys: ['budget', 'cost', 'hour', 'beats'],
		args: [workers, longTimes, ['3', '3', '3', '3', ...counts], amounts, ['', '', ...amounts], ['1', '1', '1', '0', '', 'x'], ['1000', '1000', '1000', ...longTimes]],
		taskKeys: ['task', 'claimed', 'result', 'cancelled', 'failed', 'backoff', 'attempts', 'spent-on'],
	},
	'complete-n': {
		keys: ['cost', 'findings'], args: [workers, longTimes], taskKeys: ['claimed', 'result', 'finding', 'spent'], taskArgs: [taskIds, findingIds, texts, ['', ...amounts]],
	},
	'extend-1': {keys: ['claimed'], args: [workers, longTimes]},
	'lead-1': {keys: ['claimed'], args: [workers, longTimes]},
	'preview-n': {keys: [], args: [limits, limits, ['0', '1', '']], taskKeys: ['task', 'budget', 'attempts', 'result']},
	'record-4': {keys: ['finding', 'spent', 'cost', 'findings'], args: [findingIds, texts, ['', ...amounts]]},
	'release-11': {
		keys: ['claimed', 'attempts', 'failed', 'cancelled', 'backoff', 'spent-on', 'budget', 'cost', 'finding', 'spent', 'result'],
		args: [workers, taskIds, ['error', '', ...texts], longRests, ['3', '3', ...counts], findingIds, ['', ...texts], ['', ...amounts], texts],
	},
	'renew-n': {keys: [], args: [workers, longTimes], taskKeys: ['claimed', 'result', 'cancelled', 'failed']},
	'rescue-4': {keys: ['claimed', 'result', 'beats', 'cancelled'], args: [workers, taskIds]},
	'retry-7': {keys: ['task', 'result', 'failed', 'cancelled', 'backoff', 'attempts', 'spent-on'], args: [taskIds]},
	'survey-n': {keys: [], args: [], taskKeys: ['task', 'claimed', 'result', 'cancelled', 'failed', 'backoff']},
	'typed-give-back-1': {keys: ['claimed'], args: [workers, taskIds]},
	'typed-keep-2': {keys: ['claimed', 'cancelled'], args: [workers]},
	'typed-publish-1': {keys: ['failed'], args: [taskIds], field: 'description'},
	'typed-report-5': {
		keys: ['claimed', 'finding', 'answer', 'cost', 'spent'],
		args: [[...workers, ...texts], [...taskIds, ...texts], findingIds, ['2026-11-21T16:10:00+00:00', ...texts], ['3500', ...counts], amounts],
		field: 'result',
	},
};

/** The names of all scripts that calls are made of. */
export const scriptNames: readonly string[] = Object.keys(shapes);

/** A script by its name, as it is called. */
export function scriptOf(name: string): Script {
	return name.startsWith('typed-') ? loadTypedScript(name) : loadScript(name);
}

/** What else a script may look at. */
export const furtherKeys = ['worker:status:w', 'swarm:beats:w', 'worker:status:other', 'swarm:beats:other'];

/** A random call of a script. */
export function scriptCase(random: Random, name: string): ScriptCase {
	const {keys, args} = callOf(random, name, (role, task) => `${role}${task}`);
	const names = [...new Set(keys), ...furtherKeys];
	return {state: names.flatMap(key => stateOf(random, key)), keys, args};
}

/**
One random call of a script, as a command on the test keys.

Scripts whose outcome holds the present time or the time that a key still lives are left out, and `preview-n`, because the order of large hashes is the server's own.
*/
export function scriptsCommand(random: Random): readonly string[] {
	const name = random.pick([
		'cancel-4', 'change-budget-1', 'claim-n', 'extend-1', 'lead-1', 'release-11', 'renew-n', 'rescue-4', 'retry-7', 'typed-give-back-1', 'typed-keep-2', 'typed-publish-1', 'typed-report-5',
	]);
	const {keys, args} = callOf(random, name, () => random.pick(testKeys));
	return ['EVAL', scriptOf(name).lua, String(keys.length), ...keys, ...args];
}

function callOf(random: Random, name: string, nameKey: (role: string, task: string) => string): {readonly keys: readonly string[]; readonly args: readonly string[]} {
	const {keys, args, field, taskKeys = [], taskArgs = []} = shapes[name]!;
	const tasks = random.times(taskKeys.length + taskArgs.length === 0 ? 0 : random.int(3) + Number(random.chance(0.9)), () => random.pick(['', '', '2']));
	const allKeys = [...keys.map(role => nameKey(role, '')), ...tasks.flatMap(task => taskKeys.map(role => nameKey(role, task)))];
	const allArgs = [...args, ...tasks.flatMap(() => taskArgs)].map(pool => random.chance(0.75) ? pool[0]! : random.pick(pool));
	return {keys: cut(random, allKeys), args: cut(random, field === undefined ? allArgs : [...allArgs, jsonText(random, field)])};
}

function cut(random: Random, words: readonly string[]): readonly string[] {
	return random.chance(0.05) ? words.slice(0, random.int(words.length + 1)) : words;
}

/** What most keys of a role hold, and how likely it is that they hold something. */
const roles: Readonly<Record<string, {readonly chance: number; readonly pool: readonly string[]}>> = {
	task: {chance: 0.9, pool: texts},
	claimed: {chance: 0.5, pool: workers},
	answer: {chance: 0.3, pool: findingIds},
	attempts: {chance: 0.6, pool: [...counts.slice(0, 5), ...counts]},
	cost: {chance: 0.7, pool: amounts},
	'spent-on': {chance: 0.6, pool: amounts},
	budget: {chance: 0.6, pool: amounts},
	hour: {chance: 0.7, pool: amounts},
};

function stateOf(random: Random, key: string): ReadonlyArray<readonly string[]> {
	const role = key.replace(/2$/u, '');
	const {chance, pool} = roles[role] ?? {chance: 0.07, pool: texts};
	if (!random.chance(chance)) {
		return [];
	}

	const ends = random.chance(0.2) ? [['EXPIRE', key, '200000']] : [];
	return [random.chance(0.1) ? odd(random, key) : plausible(random, key, role, pool), ...ends];
}

function plausible(random: Random, key: string, role: string, pool: readonly string[]): readonly string[] {
	if (role === 'budget') {
		const set = caps.filter(() => random.chance(0.4)).flatMap(cap => [cap, random.chance(0.7) ? random.pick(amounts.slice(2, 12)) : random.pick(amounts)]);
		return ['HSET', key, 'x', 'y', ...set];
	}

	return role === 'hour'
		? ['HSET', key, 'hour', random.chance(0.8) ? hourNow : random.pick(counts), 'cost_usd', random.pick(amounts)]
		: ['SET', key, random.pick(random.chance(0.9) ? pool : [...counts, ...amounts, ...texts, ...workers])];
}

function odd(random: Random, key: string): readonly string[] {
	return random.pick([
		['LPUSH', key, 'w', 'x'],
		['SADD', key, 'w'],
		['ZADD', key, '1', 'w'],
		['XADD', key, '1-1', 'a', 'b'],
		['HSET', key, 'limit_usd', '1', 'field', 'x'.repeat(20), 'hour', hourNow],
		['HSET', key, ...random.times(70, () => `f${random.int(1000)}`).flatMap(field => [field, random.pick(texts)])],
		['SET', key, 'long '.repeat(10)],
	]);
}
