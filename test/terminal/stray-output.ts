import process from 'node:process';
import {PassThrough} from 'node:stream';
import {promisify} from 'node:util';
import test from 'ava';
import {muteStrayOutput, type OutputStream} from '../../source/terminal/stray-output.js';

function stream(isTTY: boolean): PassThrough & OutputStream {
	return Object.assign<PassThrough, {isTTY: boolean}>(new PassThrough({encoding: 'utf8'}), {isTTY});
}

test.serial('nothing reaches a muted terminal, and writers are called back', async t => {
	const stdout = stream(true);
	const stderr = stream(true);
	const unmute = muteStrayOutput(stdout, stderr);
	t.teardown(unmute);
	new console.Console(stdout, stderr).log('one\n');
	stderr.write('two');
	await promisify(stdout.write.bind(stdout) as (text: string, done: () => void) => void)('three');
	await promisify(stdout.write.bind(stdout) as (text: string, encoding: string, done: () => void) => void)('four', 'utf8');
	t.is(stdout.read(), null);
	t.is(stderr.read(), null);
	unmute();
	stdout.write('five');
	t.is(stdout.read(), 'five');
});

test.serial('a redirected stream still gets its bytes, and the warnings of Node', t => {
	const before = process.listeners('warning');
	const stderr = stream(false);
	t.teardown(muteStrayOutput(stream(true), stderr));
	stderr.write('one\n');
	t.is(stderr.read(), 'one\n');
	t.deepEqual(process.listeners('warning'), before);
});

test.serial('warnings of Node are muted with stderr', t => {
	const before = process.listeners('warning');
	const unmute = muteStrayOutput(stream(true), stream(true));
	t.teardown(unmute);
	t.deepEqual(process.listeners('warning'), []);
	unmute();
	t.deepEqual(process.listeners('warning'), before);
});
