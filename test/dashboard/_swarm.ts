import {encodeControl} from '../../source/protocol/control-message.js';
import type {Finding} from '../../source/protocol/finding.js';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import type {Snapshot} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import type {Actions, ExecutorChoice} from '../../source/dashboard/actions.js';
import {Controller} from '../../source/dashboard/controller.js';
import {makeFinding, makeNote, startMs} from '../store/_make.js';

/** Names that are hard to draw: wide, joined, combining, hostile, long. */
export const awkward = ['日本語の名前', 'emoji 👍🏽🇩🇪', 'e\u0301te\u0301', '한국어', '\u001B[31mred\u001B[0m', 'a\nb\tc', 'x'.repeat(300), ''];

/** A store with so many tasks, workers and findings, some of each state, with awkward names among them. */
export function storeOf(count: number): SwarmStore {
	const store = new SwarmStore({nowMs: startMs});
	const events: SwarmEvent[] = [{type: 'link', state: 'live', tier: 'tracking'}, {type: 'scan-started'}, {type: 'scan-finished'}];
	for (let number = 0; number < count; number++) {
		const name = `${awkward[number % awkward.length]} ${number}`;
		const id = `task_${number}`;
		events.push(
			{
				type: 'task', id, body: {
					description: new UntrustedText(`describe ${name}`), files: [new UntrustedText(`${name}.md`)], createdAtMs: startMs - (number * 1000), malformed: null,
				},
			},
			{type: 'heartbeat', workerId: `worker ${name}`, expiresAtMs: startMs + 30_000 + number},
			{
				type: 'finding', live: number % 2 === 0, heardOnly: false, finding: makeFinding(`finding_${number}`, {
					workerId: `worker ${name}`,
					costUsd: number / 1000,
					tokens: number * 10,
					result: new UntrustedText(`found ${name}\n`.repeat(40)),
					malformed: number % 7 === 6 ? 'not JSON' : null,
					model: `model ${number % 3}`,
					atMs: startMs - (number * 1000),
				}),
			},
		);
		if (number % 4 !== 0) {
			const progress = [1, 2].map(turn => ({
				task: id, turn, tool: name, tokens: number * 1000,
			}));
			const said = {
				host: name, executor: name, model: name, workdir: name, blocked: number % 5 === 0 ? name : null,
			};
			const state = (['idle', 'working', 'paused', 'draining'] as const)[number % 4]!;
			events.push({type: 'worker-note', workerId: `worker ${name}`, note: makeNote({...said, state, progress: progress.slice(number % 3)})});
		}

		if (number % 3 === 1) {
			events.push({
				type: 'claim', id, workerId: `worker ${name}`, expiresAtMs: startMs + 200_000,
			});
		} else if (number % 3 === 2) {
			events.push({type: 'result', id, findingId: `finding_${number}`});
		}
	}

	events.push({type: 'failed', id: 'task_0', error: new UntrustedText('boom')}, {type: 'note', level: 'write', text: 'published \u001B[2J日本'});
	store.apply(events, startMs);
	store.flush(startMs + 5);
	return store;
}

/** Executors as a machine may have them. */
export const someExecutors: readonly ExecutorChoice[] = [
	{name: 'claude-cli', about: 'your own claude', problem: null},
	{name: 'command', about: 'a program of yours', problem: null},
	{name: 'dry-run', about: 'executes nothing', problem: null},
	{name: 'messages-api', about: 'the Messages API', problem: 'ANTHROPIC_API_KEY is not set'},
];

/** What the actions were asked, in words. */
export type Asked = string[];

/** Actions that write down what they are asked, and do nothing. */
export function fakeActions(asked: Asked, changes: Partial<Actions> = {}): Actions {
	return {
		async publish(description, files) {
			asked.push(`publish ${description} [${files.join('|')}]`);
			return {id: 'task_1', heardBy: 2};
		},
		executors: async () => someExecutors,
		async startWorker(worker) {
			asked.push(`start ${JSON.stringify(worker)}`);
			return 'haiku_new';
		},
		stopWorkers(id) {
			asked.push(`stop ${id ?? 'all'}`);
			return id === null ? 2 : 1;
		},
		ownWorkers: () => [],
		async controlWorker(id, control) {
			asked.push(`control ${id}: ${encodeControl(control)}`);
			return true;
		},
		async cancelTask(id) {
			asked.push(`cancel ${id}`);
			return {kind: 'cancelled', holder: null, holderHeard: null};
		},
		async retryTask(id) {
			asked.push(`retry ${id}`);
			return 'announced';
		},
		async rescueTask(id) {
			asked.push(`rescue ${id}`);
			return {kind: 'rescued', holder: 'haiku_gone'};
		},
		async changeBudget(change) {
			asked.push(`budget ${JSON.stringify(change)}`);
		},
		async loadFinding(id): Promise<Finding | null> {
			asked.push(`load finding ${id}`);
			return null;
		},
		async loadTask(id) {
			asked.push(`load task ${id}`);
			return null;
		},
		...changes,
	};
}

/** A controller without a screen. */
export function controllerOf(snapshot: () => Snapshot, changes: Partial<Actions> = {}): {readonly controller: Controller; readonly asked: Asked; press(...keys: readonly string[]): void} {
	const asked: Asked = [];
	const actions = fakeActions(asked, changes);
	const controller = new Controller({
		snapshot,
		size: () => ({width: 80, height: 20}),
		actions: () => actions,
		workdir: '/work',
		quit() {
			asked.push('quit');
		},
		repaint() {
			asked.push('repaint');
		},
	});
	return {
		controller,
		asked,
		press(...keys) {
			for (const key of keys) {
				controller.press(key);
			}
		},
	};
}

/** Resolves when what was begun by a key is done. */
export async function settled(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
