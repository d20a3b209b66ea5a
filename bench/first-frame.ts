import {spawn as spawnProcess} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import {median, type Measurement} from './measurement.js';
import type {Programs} from './programs.js';

const longestMs = 30_000;

/** Milliseconds from the start of a program in a terminal until it has written a text. It is ended then. */
async function untilWritten(args: readonly string[], text: string, url = ''): Promise<number> {
	const startMs = performance.now();
	const pty = spawn(process.execPath, [...args], {
		cols: 200, rows: 50, env: {
			PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm-256color', REDIS_URL: url,
		},
	});
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
	const deadline = setTimeout(() => {
		pty.kill('SIGKILL');
	}, longestMs);
	await Promise.race([seen, exited]);
	clearTimeout(deadline);
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
	const times: Record<'frame' | 'flagged' | 'views' | 'live' | 'hello' | 'node', number[]> = {
		frame: [], flagged: [], views: [], live: [], hello: [], node: [],
	};
	for (let round = 0; round <= rounds; round++) {
		const frame = await untilWritten([dashboard], 'haiku-swarm', url);
		const helloMs = await untilWritten([hello], 'hello from ink');
		const flagged = await untilWritten([dashboard, '--redis', url], 'haiku-swarm');
		const views = await untilWritten([dashboard], 'Overview', url);
		const live = await untilWritten([dashboard], 'live', url);
		const node = await bareNode();
		if (round > 0) {
			times.frame.push(frame);
			times.hello.push(helloMs);
			times.flagged.push(flagged);
			times.views.push(views);
			times.live.push(live);
			times.node.push(node);
		}
	}

	const [frameMs, flaggedMs, viewsMs, liveMs, helloMs, nodeMs] = [times.frame, times.flagged, times.views, times.live, times.hello, times.node].map(values => Math.round(median(values)));
	const ratio = (a: readonly number[], b: readonly number[]) => median(a) / median(b);
	return [
		{
			what: 'first frame / Ink hello world', value: ratio(times.frame, times.hello), unit: 'x', goal: 1.25, note: `medians of ${rounds}: ${frameMs} ms against ${helloMs} ms`,
		},
		{
			what: 'first frame / node -e 0', value: ratio(times.frame, times.node), unit: 'x', goal: null, note: `against ${nodeMs} ms`,
		},
		{
			what: '  the same with --redis / Ink hello world', value: ratio(times.flagged, times.hello), unit: 'x', goal: null, note: `${flaggedMs} ms: the parser of flags is loaded too`,
		},
		{
			what: 'header with the views / Ink hello world', value: ratio(times.views, times.hello), unit: 'x', goal: null, note: `${viewsMs} ms: the first frame holds only the name of the program`,
		},
		{
			what: 'linked / Ink hello world', value: ratio(times.live, times.hello), unit: 'x', goal: null, note: `${liveMs} ms until the header says "live"`,
		},
	];
}
