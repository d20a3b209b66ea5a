import test from 'ava';
import {commonFlags, type AnyCommand} from '../../source/commands/command.js';
import {shownAs} from '../../source/commands/parse-arguments.js';
import {allCommands} from '../../source/commands/command-list.js';
import {version} from '../../source/protocol/version.js';
import {runProgram} from '../_helpers/dashboard.js';
import {withRedis} from '../_helpers/redis-server.js';
import {runCalls, runCli} from './_cli.js';

const commands = await allCommands();
const nowhere = 'redis://127.0.0.1:1';

type Wrong = readonly [call: readonly string[], expected: string];

/** A call with all the arguments that the command must have. */
function call({name, arguments: wanted}: AnyCommand, ...more: readonly string[]): readonly string[] {
	return [name, ...wanted.filter(argument => argument.startsWith('<')).map(() => 'x'), ...more];
}

const wrongNumbers = ['x', '-1', '1e3', '1e999', 'NaN', 'Infinity', '0x10'];
/** Values that cannot be used, by the placeholder of the flag. */
const wrongValues: Readonly<Record<string, readonly string[]>> = {
	'<n>': wrongNumbers,
	'<seconds>': wrongNumbers,
	'<port>': [...wrongNumbers, '0', '65536'],
	'<USD>': wrongNumbers,
	'<path>': ['/nonexistent', 'package.json'],
	'<file>': ['no/such.file'],
	'<mode>': ['x'],
	'<name>': ['x'],
	'<address>': ['x', 'redis://h:0', 'redis://h/-1', 'http://h'],
};

function wrongFlags(command: AnyCommand): readonly Wrong[] {
	return Object.entries({...commonFlags, ...command.flags}).flatMap(([name, flag]): readonly Wrong[] => {
		const shown = shownAs(name, flag);
		if (flag.placeholder === null) {
			return [[call(command, shown, shown), `Expected ${shown} once`], [call(command, `${shown}=x`), `Expected no value for ${shown}`]];
		}

		const values = name === 'passEnv' ? [] : wrongValues[flag.placeholder] ?? [];
		return [
			...[[shown], [`${shown}=`], [shown, ' ']].map((words): Wrong => [call(command, ...words), `Expected a value, as in ${shown} `]),
			...(flag.isRepeatable ? [] : [[call(command, shown, '1', shown, '1'), `Expected ${shown} once`] as const]),
			...values.map((value): Wrong => [call(command, shown, value), 'Expected ']),
		];
	});
}

function wrongCalls(command: AnyCommand): readonly Wrong[] {
	const [first] = Object.entries(command.flags).map(([name, flag]) => shownAs(name, flag));
	const isStrict = command.arguments.every(argument => !argument.includes('…'));
	return [
		[call(command, '--nonsense'), `got --nonsense. See haiku-swarm help ${command.name}.`],
		[call(command, '-x'), 'got -x. '],
		...(first === undefined ? [] : [[call(command, `${first}x`), `Did you mean ${first}?`] as const]),
		...(command.passesOn ? [] : [[call(command, '--', '--redis'), 'Expected --redis before --, got it after'] as const]),
		...(call(command).length === 1 ? [] : [[[command.name], 'got nothing'] as const, [[command.name, ' '], 'got nothing'] as const]),
		...(isStrict ? [[call(command, 'a', 'b'), 'Expected no more arguments'] as const] : []),
	];
}

test('every command refuses flags and arguments that it cannot use, in one line, before it connects', async t => {
	const wrong = commands.flatMap(command => [...wrongFlags(command), ...wrongCalls(command)]);
	const called = await runCalls(t, nowhere, ...wrong.map(([words]) => words));
	for (const [index, {code, said}] of called.entries()) {
		const [words, expected] = wrong[index]!;
		t.true(code === 2 && said.includes(expected) && !said.includes('\n'), `${words.join(' ')}: ${code} ${said}`);
	}
});

test('help for a command tells all about it and runs nothing, whatever the command and wherever it is asked for', async t => {
	const redis = await withRedis(t);
	await Promise.all(commands.map(async command => {
		const texts = [command.summary, ...command.examples, ...Object.entries(command.flags).map(([name, flag]) => shownAs(name, flag))];
		for (const words of [call(command, '--help'), ['-h', ...call(command)], ['help', command.name]]) {
			const {exitCode, stdout, stderr} = await runProgram(redis.url, ...words);
			t.deepEqual([exitCode, stderr], [0, ''], `${words.join(' ')}`);
			t.true(stdout.startsWith('Usage\n') && texts.every(text => stdout.includes(text)), `${words.join(' ')}: ${stdout}`);
		}
	}));
	t.regex(await redis.cli('INFO', 'stats'), /total_connections_received:[12]\r?\n/u);
	t.is(await redis.cli('DBSIZE'), '0');
	const list = await runCli(t, nowhere, '--help');
	t.true(commands.every(({summary}) => list.stdout.includes(summary)));
});

test('flags may come before the command, unless their value could be taken for it', async t => {
	t.like(await runCli(t, nowhere, '--json', '--no-start', 'findings'), {code: 3});
	t.deepEqual(await runCli(t, nowhere, '--wait', '5', 'publish', 'hi'), {
		code: 2, stdout: '', stderr: 'Expected a command before --wait, got none. Put its flags after the command: haiku-swarm <command> --wait "5".\n',
	});
	t.like(await runCli(t, nowhere, '--wait', '5', 'publish', '--help'), {code: 2, stdout: ''});
});

test('the version, and commands that there are not', async t => {
	for (const flag of ['--version', '-v']) {
		t.deepEqual(await runCli(t, nowhere, flag), {code: 0, stdout: `${version}\n`, stderr: ''});
	}

	t.deepEqual(await runCli(t, nowhere, 'statsu'), {code: 2, stdout: '', stderr: 'Expected a command such as status, publish or worker, got "statsu". Did you mean status? See haiku-swarm --help.\n'});
	t.like(await runCli(t, nowhere, 'help', 'no\u001B[31msuch'), {code: 2, stdout: '', stderr: 'Expected a command such as status, publish or worker, got "nosuch". See haiku-swarm --help.\n'});
});

test('a blank REDIS_URL is refused, not taken for localhost', async t => {
	for (const url of ['', ' ']) {
		const {code, stderr} = await runCli(t, url, 'status', '--line');
		t.deepEqual([code, stderr], [2, 'Expected an address in REDIS_URL, got a blank value. Set it to redis://host:port, or unset it to use localhost:6379.\n']);
	}
});

test('with --json errors are JSON where the answer would be, and one line on stderr', async t => {
	const redis = await withRedis(t);
	for (const [words, code] of [[['cancel', 'absent', '--json'], 1], [['findings', '--json', '--nonsense'], 2]] as const) {
		const run = await runCli(t, redis.url, ...words);
		t.is(run.code, code);
		t.deepEqual(JSON.parse(run.stdout), {error: {code: code === 1 ? 'failed' : 'usage', message: run.stderr.trimEnd()}});
	}

	const {code, stdout} = await runCli(t, nowhere, 'status', '--json');
	t.is(code, 3);
	t.is((JSON.parse(stdout) as {readonly error: {readonly code: string}}).error.code, 'no_redis');
});
