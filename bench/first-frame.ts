import {spawn as spawnProcess} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import {median, type Measurement} from './measurement.js';
import type {Programs} from './programs.js';

/** Milliseconds from the start of a program in a terminal until it has written a text. It is ended then. */
async function untilWritten(args: readonly string[], text: string): Promise<number> {
	const startMs = performance.now();
	const pty = spawn(process.execPath, [...args], {cols: 200, rows: 50, env: {PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm-256color'}});
	const exited = new Promise<void>(resolve => {
		pty.onExit(() => {
			resolve();
		});
	});
	let raw = '';
	let seenMs: number | undefined;
	const seen = new Promise<void>(resolve => {
		pty.onData(data => {
			raw += data;
			if (seenMs === undefined && raw.includes(text)) {
				seenMs = performance.now() - startMs;
				resolve();
			}
		});
	});
	await Promise.race([seen, exited]);
	pty.kill('SIGKILL');
	await exited;
	if (seenMs === undefined) {
		throw new Error(`Expected "${text}" on the terminal, got ${JSON.stringify(raw)}`);
	}

	return seenMs;
}

async function bareNode(): Promise<number> {
	const startMs = performance.now();
	await once(spawnProcess(process.execPath, ['-e', '0'], {stdio: 'ignore'}), 'exit');
	return performance.now() - startMs;
}

/**
How long it takes until something stands on the screen, against the least that Ink takes. The rounds take turns, after one for the file cache.

@param url A server that runs.
*/
export async function measureFirstFrame({dashboard, hello}: Programs, url: string, rounds: number): Promise<readonly Measurement[]> {
	const times: Record<'frame' | 'live' | 'hello' | 'node', number[]> = {
		frame: [], live: [], hello: [], node: [],
	};
	for (let round = 0; round <= rounds; round++) {
		const frame = await untilWritten([dashboard, '--redis', url], 'Overview');
		const helloMs = await untilWritten([hello], 'hello from ink');
		const live = await untilWritten([dashboard, '--redis', url], 'live ');
		const node = await bareNode();
		if (round > 0) {
			times.frame.push(frame);
			times.hello.push(helloMs);
			times.live.push(live);
			times.node.push(node);
		}
	}

	const note = `medians of ${rounds}`;
	const ratio = (a: readonly number[], b: readonly number[]) => median(a) / median(b);
	return [
		{
			what: 'first frame / Ink hello world', value: ratio(times.frame, times.hello), unit: 'x', goal: 1.25, note: `${note}: ${median(times.frame).toFixed(0)} ms against ${median(times.hello).toFixed(0)} ms`,
		},
		{
			what: 'first frame / node -e 0', value: ratio(times.frame, times.node), unit: 'x', goal: null, note: `against ${median(times.node).toFixed(0)} ms`,
		},
		{
			what: 'whole swarm read / Ink hello world', value: ratio(times.live, times.hello), unit: 'x', goal: null, note: `${median(times.live).toFixed(0)} ms until the header says "live", on an empty server`,
		},
	];
}
