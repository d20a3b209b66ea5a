import {once} from 'node:events';
import process from 'node:process';
import {PassThrough} from 'node:stream';
import {promisify} from 'node:util';
import test from 'ava';
import {catchStrayOutput, type OutputStream} from '../../source/terminal/stray-output.js';

function stream(isTTY: boolean): PassThrough & OutputStream {
	return Object.assign<PassThrough, {isTTY: boolean}>(new PassThrough({encoding: 'utf8'}), {isTTY});
}

test.serial('lines for a terminal go to the listener, clean, until all is put back', t => {
	const stdout = stream(true);
	const stderr = stream(true);
	const lines: string[] = [];
	const putBack = catchStrayOutput(stdout, stderr, (line, from) => {
		lines.push(`${from} ${line}`);
	});
	t.teardown(putBack);
	new console.Console(stdout, stderr).log('one\ntwo\n');
	stdout.write(new TextEncoder().encode('\u001B[2Jdrei\r\n'));
	stderr.write('four');
	t.deepEqual(lines, ['stdout one', 'stdout two', 'stdout ', 'stdout drei', 'stderr four']);
	t.is(stdout.read(), null);
	putBack();
	stdout.write('five');
	t.is(stdout.read(), 'five');
	t.is(lines.length, 5);
});

test.serial('a writer that waits for its write is called back', async t => {
	const stdout = stream(true);
	t.teardown(catchStrayOutput(stdout, stream(true), () => undefined));
	const write = promisify(stdout.write.bind(stdout) as (text: string, done: () => void) => void);
	const writeEncoded = promisify(stdout.write.bind(stdout) as (text: string, encoding: string, done: () => void) => void);
	await t.notThrowsAsync(write('one'));
	await t.notThrowsAsync(writeEncoded('two', 'utf8'));
});

test.serial('a stream that leads to a file still gets its bytes', t => {
	const stderr = stream(false);
	const lines: string[] = [];
	t.teardown(catchStrayOutput(stream(true), stderr, line => {
		lines.push(line);
	}));
	stderr.write('one\n');
	t.is(stderr.read(), 'one\n');
	t.deepEqual(lines, ['one']);
});

test.serial('warnings of Node are lines for stderr, and its own listener comes back', async t => {
	const before = process.listeners('warning');
	const lines: string[] = [];
	const putBack = catchStrayOutput(stream(true), stream(true), (line, from) => {
		lines.push(`${from} ${line}`);
	});
	t.teardown(putBack);
	process.emitWarning('careful', 'TestWarning');
	await once(process, 'warning');
	t.deepEqual(lines, ['stderr TestWarning: careful']);
	putBack();
	t.deepEqual(process.listeners('warning'), before);
});
