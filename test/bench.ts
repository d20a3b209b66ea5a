import process from 'node:process';
import test from 'ava';
import {runProgram} from '../bench/programs.js';

// CPU time and memory are read from /proc.
const isLinux = process.platform === 'linux';

for (const part of ['first-frame', 'frame-cost', 'cpu', 'large', 'throughput', 'server']) {
	(isLinux ? test.serial : test.serial.skip)(`the benchmark measures ${part}`, async t => {
		t.timeout(300_000);
		t.regex(await runProgram('--import=tsx', 'bench/run.ts', '--short', '--only', part), /^WHAT +VALUE +GOAL/mu);
	});
}

test('the benchmark refuses an unknown part', async t => {
	const error = await t.throwsAsync(runProgram('--import=tsx', 'bench/run.ts', '--only', 'frames'));
	t.regex(error.message, /Expected --only to name one of first-frame, .*, got frames/u);
});
