import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import type {Action, Outcome} from '../../source/swarm/actions/action.js';
import type {SwarmLink} from '../../source/dashboard/swarm-link.js';
import type {ExecutorChoice} from '../../source/executors/registry.js';
import {Controller} from '../../source/dashboard/controller.js';
import type {ListBody} from '../../source/dashboard/frame.js';
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

/** What was asked for, in words. */
export type Asked = string[];

const outcomes: Readonly<Record<string, Outcome & Readonly<Record<string, unknown>>>> = {
	publish: {kind: 'published', task: 'task_1', listeners: 2},
	announce: {kind: 'announced', listeners: 2},
	rescue: {kind: 'rescued', holder: 'haiku_gone'},
	retry: {kind: 'announced'},
	cancel: {kind: 'cancelled', holder: null, told: null},
	abort: {kind: 'told', holder: 'there'},
	budget: {kind: 'set'},
};

/** What an action would say of an outcome. */
export function reportOf(action: Action, id: string, outcome = outcomes[action.name] ?? {kind: 'told', workers: 2}): Awaited<ReturnType<SwarmLink['perform']>> {
	return {outcome, ...action.describe(outcome, id)};
}

/** A link that writes down what it is asked for, and does nothing. */
export function fakeLink(asked: Asked, changes: Partial<SwarmLink> = {}): SwarmLink {
	return {
		async perform(action, id, values = {}) {
			asked.push([action.name, id, ...Object.keys(values).length === 0 ? [] : [JSON.stringify(values)]].filter(part => part !== '').join(' '));
			return reportOf(action, id);
		},
		executors: async () => someExecutors,
		localWorkers: {list: () => [], drain: () => 0},
		async startWorker(worker) {
			asked.push(`start ${JSON.stringify(worker)}`);
			return 'haiku_new';
		},
		async loadFinding(id) {
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
export function controllerOf(store: SwarmStore, changes: Partial<SwarmLink> = {}): {readonly controller: Controller; readonly asked: Asked; press(...keys: readonly string[]): void} {
	const asked: Asked = [];
	const link = fakeLink(asked, changes);
	const controller = new Controller({
		store,
		size: () => ({width: 80, height: 20}),
		link: () => link,
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

/** The list that is open. */
export function listOf({frame: {body}}: Controller): ListBody {
	if (body?.kind !== 'list') {
		throw new Error(`Expected a list, got ${body?.kind}`);
	}

	return body;
}

/** The id of the selected row. */
export function selectedId(controller: Controller): string | null {
	const {idAt, index} = listOf(controller);
	return idAt(index);
}

/** Resolves when what was begun by a key is done. */
export async function settled(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
