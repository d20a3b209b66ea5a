/*
Draws the workers view on a terminal that accepts everything at once, and prints the cost of a frame as JSON. Argument: the number of frames.

Every frame changes all 60 workers. Two kinds of frames alternate: complete ones, and ones that do only our own part (the next snapshot, the rows of the
window, each cell fitted and painted) without React, Ink and the screen. The difference is their share.
*/
import {Buffer} from 'node:buffer';
import process from 'node:process';
import {render} from 'ink';
import {cleanText} from '../source/protocol/clean-text.js';
import {SwarmStore} from '../source/store/swarm-store.js';
import type {SwarmEvent} from '../source/swarm/swarm-event.js';
import {fit} from '../source/terminal/text-width.js';
import {Screen} from '../source/terminal/screen.js';
import {App, chromeRows} from '../source/dashboard/components/app.js';
import {Controller} from '../source/dashboard/controller.js';
import {themeFor} from '../source/views/theme.js';
import {workersView} from '../source/views/workers-view.js';
import {median} from './measurement.js';

const [columns, rows, workers, warmUp] = [200, 50, 60, 50];
const maxFrameMs = 10_000;
const frames = Number(process.argv[2]);

const nothing = () => undefined;

let painted: () => void = nothing;
let writes = 0;
let bytes = 0;

const terminal = {
	columns,
	rows,
	write(text: string, done: () => void) {
		writes++;
		bytes += Buffer.byteLength(text);
		done();
		painted();
	},
	on: nothing,
	off: nothing,
};

function eventsOf(frame: number, nowMs: number): readonly SwarmEvent[] {
	return Array.from({length: workers}, (_, index): readonly SwarmEvent[] => {
		const workerId = `haiku_${String(index).padStart(3, '0')}`;
		const taskId = `task_${index}`;
		return [
			{type: 'heartbeat', workerId, expiresAtMs: nowMs + 60_000 - (index * 100)},
			{
				type: 'claim', id: taskId, workerId, expiresAtMs: nowMs + 300_000,
			},
			{
				type: 'worker-note', workerId, note: {
					host: 'bench', pid: 1, executor: 'dry-run', model: null, workdir: null, state: 'working', blocked: null, blockedCode: null, concurrency: 1, progress: [{
						task: taskId, turn: frame, tool: 'read_file', tokens: frame * 1000,
					}], done: 0, failed: 0, spentUsd: 0, startedAtMs: null,
				},
			},
		];
	}).flat();
}

const screen = new Screen(terminal);
const startMs = Date.now();
const store = new SwarmStore({nowMs: startMs});
const theme = themeFor({});
const controller = new Controller({
	store,
	size: () => ({width: columns, height: rows - chromeRows}),
	link: () => null,
	workdir: '/',
	quit: nothing,
	repaint: nothing,
});
screen.start();
const app = render(
	<App controller={controller} server={() => [cleanText('redis://127.0.0.1:6379')]} theme={theme}/>,
	{
		stdout: screen as unknown as NodeJS.WriteStream,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	},
);
controller.press('2');

async function wholeFrame(nowMs: number): Promise<number> {
	const isPainted = new Promise<void>((resolve, reject) => {
		// Without a change there is nothing to paint, and nothing left that keeps this process alive.
		const deadline = setTimeout(() => {
			reject(new Error('Expected the rows to change in every frame, got a snapshot that looks like the one before'));
		}, maxFrameMs);
		painted = () => {
			clearTimeout(deadline);
			resolve();
		};
	});
	const beganMs = performance.now();
	store.flush(nowMs);
	await isPainted;
	return performance.now() - beganMs;
}

// A second store gets the same events, so that each frame of either kind has as much to do.
const ownStore = new SwarmStore({nowMs: startMs});
for (const each of [store, ownStore]) {
	each.apply([{type: 'link', state: 'live', tier: 'tracking'}, {type: 'scan-started'}, {type: 'scan-finished'}], startMs);
}

let drawn = 0;

function ownPart(nowMs: number): number {
	const beganMs = performance.now();
	ownStore.flush(nowMs);
	const selection = {filter: '', sortedBy: null};
	const window = workersView.window(ownStore.snapshot, selection, {from: 0, count: rows - chromeRows - 2, width: columns - 2});
	for (const row of window.rows) {
		for (const [index, {column, width}] of window.columns.entries()) {
			const {text = cleanText(''), style = 'plain'} = row.cells[index] ?? {};
			drawn += theme.paint(fit(text, width - 1, column.align), style).length;
		}
	}

	return performance.now() - beganMs;
}

const [whole, own, cpu]: [number[], number[], number[]] = [[], [], []];
let before = {writes, bytes};
for (let frame = 0; frame < warmUp + frames; frame++) {
	const nowMs = startMs + (frame * 1100);
	if (frame === warmUp) {
		before = {writes, bytes};
	}

	store.apply(eventsOf(frame, nowMs), nowMs);
	const {user, system} = process.cpuUsage();
	const wholeMs = await wholeFrame(nowMs);
	const after = process.cpuUsage();
	ownStore.apply(eventsOf(frame, nowMs), nowMs);
	const ownMs = ownPart(nowMs);
	if (frame >= warmUp) {
		whole.push(wholeMs);
		own.push(ownMs);
		cpu.push((after.user + after.system - user - system) / 1000);
	}
}

process.stdout.write(JSON.stringify({
	frameMs: median(whole),
	slowMs: whole.toSorted((a, b) => a - b)[Math.floor(frames * 0.95)],
	ownMs: median(own),
	cpuMs: cpu.reduce((sum, one) => sum + one, 0) / frames,
	bytes: (bytes - before.bytes) / (writes - before.writes),
	drawn,
}));
app.unmount();
screen.stop();
