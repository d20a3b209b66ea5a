import {execFile} from 'node:child_process';
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {LineSplitter} from '../../../source/executors/child/lines.js';
import {runChild, type ChildEnd, type ChildOptions} from '../../../source/executors/child/run-child.js';
import {lifeline} from './_lifeline.js';

const never = new AbortController().signal;

/** Run a script of Node's. */
async function run(script: string, options: Partial<ChildOptions> = {}): Promise<{readonly end: ChildEnd; readonly lines: readonly string[]}> {
	const lines: string[] = [];
	const end = await runChild({
		program: process.execPath,
		args: ['-e', script],
		workdir: '/',
		environment: {},
		input: '',
		timeoutMs: 60_000,
		signal: never,
		onLine(line) {
			lines.push(line);
		},
		...options,
	});
	return {end, lines};
}

test('lines do not depend on chunks, and too long ones are skipped', t => {
	const bytes = Buffer.from('one\n\nzwölf ✓\r\n0123456789abcdef\n0123456789abcdef0\nthe end');
	for (let size = 1; size <= bytes.length; size++) {
		const lines: string[] = [];
		const splitter = new LineSplitter(16, line => {
			lines.push(line);
		});
		for (let start = 0; start < bytes.length; start += size) {
			splitter.push(bytes.subarray(start, start + size));
		}

		splitter.end();
		splitter.end();
		t.deepEqual(lines, ['one', '', 'zwölf ✓\r', '0123456789abcdef', 'the end']);
	}
});

test('it gets its input and environment only, and its end is reported', async t => {
	const script = String.raw`
		require("node:stream/consumers").text(process.stdin).then(input => {
			console.log(JSON.stringify({input: input.length, environment: process.env, directory: process.cwd()}));
			console.error("x".repeat(10000) + "\nthe last line");
			process.stdout.write("no line feed");
			process.exitCode = 7;
		});`;
	const errorLines: number[] = [];
	const {end, lines} = await run(script, {
		input: 'i'.repeat(300_000),
		environment: {A: 'b'},
		onErrorLine(line) {
			errorLines.push(line.length);
		},
	});
	t.deepEqual(lines, ['{"input":300000,"environment":{"A":"b"},"directory":"/"}', 'no line feed']);
	t.deepEqual(errorLines, [10_000, 13]);
	t.like(end, {why: 'ended', exitCode: 7, killedBy: null});
	t.is('stderr' in end ? end.stderr : '', `${'x'.repeat(4096 - 15)}\nthe last line\n`);
});

test('no shell reads its arguments, and unread input is no error', async t => {
	const {end, lines} = await run('', {args: ['-p', 'process.argv[1]', '$(id); `id` * "'], input: 'x'.repeat(5_000_000), timeoutMs: 1e12});
	t.deepEqual(lines, ['$(id); `id` * "']);
	t.like(end, {why: 'ended', exitCode: 0});
});

test('a program that cannot be started is explained', async t => {
	for (const options of [{program: '/nowhere/program'}, {program: '/etc/passwd'}, {workdir: '/nowhere'}, {args: ['\0']}]) {
		const {end} = await run('', options);
		t.is(end.why, 'not_started');
		t.true('problem' in end && end.problem.length > 10);
	}

	const stopped = AbortSignal.abort(new Error('too late'));
	await t.throwsAsync(run('', {signal: stopped}), {message: 'too late'});
});

test('the time limit stops it', async t => {
	const {end} = await run('setInterval(() => {}, 1e6)', {timeoutMs: 100});
	t.like(end, {why: 'timeout', exitCode: null, killedBy: 'SIGTERM'});
});

test('the signal stops it and its children', async t => {
	const {port, next} = await lifeline(t);
	const connects = `require("node:net").connect(${port}, "127.0.0.1");`;
	const script = `${connects} require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(connects)}], {stdio: "inherit"});`;
	const stop = new AbortController();
	const ending = run(script, {signal: stop.signal});
	const both = [await next(), await next()];
	stop.abort();
	const {end} = await ending;
	t.like(end, {why: 'aborted', exitCode: null, killedBy: 'SIGTERM'});
	await Promise.all(both.map(async ({ended}) => ended));
});

test('it can clean up before it exits', async t => {
	const stop = new AbortController();
	const lines: string[] = [];
	const {end} = await run('process.on("SIGTERM", () => { console.log("bye"); process.exit(3); }); setInterval(() => {}, 1e6); console.log("ready")', {
		signal: stop.signal,
		onLine(line) {
			lines.push(line);
			stop.abort();
		},
	});
	t.like(end, {why: 'aborted', exitCode: 3, killedBy: null});
	t.deepEqual(lines, ['ready', 'bye']);
});

test('a program that ignores SIGTERM is killed after the grace period', async t => {
	const {stubborn, next} = await lifeline(t);
	const stop = new AbortController();
	const ending = run(stubborn, {signal: stop.signal, graceMs: 100});
	const child = await next();
	stop.abort();
	const {end} = await ending;
	t.like(end, {why: 'aborted', exitCode: null, killedBy: 'SIGKILL'});
	await child.ended;
});

for (const [detached, what] of [[false, 'is killed'], [true, 'is not waited for if it left the group']] as const) {
	test(`a background process that keeps the pipes open ${what}`, async t => {
		const {port, stubborn, next} = await lifeline(t);
		const script = `
			require("node:net").connect(${port}, "127.0.0.1", () => {
				require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], {stdio: "inherit", detached: ${detached}});
				console.log("done");
			}).on("close", () => process.exit()).resume();`;
		const running = run(script);
		const program = await next();
		const child = await next();
		program.release();
		const {end, lines} = await running;
		t.like(end, {why: 'ended', exitCode: 0});
		t.deepEqual(lines, ['done']);
		if (detached) {
			child.release();
		}

		await child.ended;
	});
}

test('too much output stops it', async t => {
	const {end, lines} = await run('setInterval(() => console.log("x".repeat(1000)), 1)', {maxBytes: 10_000});
	t.like(end, {why: 'too_much_output', killedBy: 'SIGTERM'});
	t.true(lines.length <= 10);
});

test('output is too much also when it is read after the end', async t => {
	const script = `
		require("node:child_process").spawn("/bin/sh", ["-c", "read _; sleep 0.2; printf %20000d 1"], {stdio: ["pipe", "inherit", "inherit"], detached: true});
		process.exit();`;
	const {end} = await run(script, {maxBytes: 10_000});
	t.like(end, {why: 'too_much_output', exitCode: 0});
});

test('it ends with its owner, even if that is killed', async t => {
	const {port, next} = await lifeline(t);
	const script = fileURLToPath(new URL('_child-owner.ts', import.meta.url));
	const owner = execFile(process.execPath, ['--import=tsx', script, `require("node:net").connect(${port}, "127.0.0.1", () => console.log("up"));`]);
	const exited = once(owner, 'exit');
	const child = await next();
	await child.ended;
	t.deepEqual(await exited, [null, 'SIGKILL']);
});
