// A program that runs the stubborn program of its argument, and kills itself when that has said something.
import process from 'node:process';
import {runChild} from '../../../source/executors/child/run-child.js';

await runChild({
	program: process.execPath,
	args: ['-e', process.argv[2] ?? ''],
	workdir: '/',
	environment: {},
	input: '',
	timeoutMs: 60_000,
	signal: new AbortController().signal,
	onLine() {
		process.kill(process.pid, 'SIGKILL');
	},
});
