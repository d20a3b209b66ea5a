import {readFields} from './fields.js';
import {OutsideText} from './outside-text.js';
import {
	isRecord, readCount, readName, readNumber, readString,
} from './scalars.js';
import type {StoredValue} from './stored-value.js';
import {readTime, type StatedTime} from './times.js';

const maxIdLength = 512;
const mostInHand = 200;

/** The id in a claim or result key. Text of any shape counts, up to 512 characters of it; `null` where there is none. */
export function readId(value: StoredValue): string | null {
	return value.kind === 'text' && value.text !== '' ? value.text.slice(0, maxIdLength) : null;
}

/** The time a heartbeat states. `null` where it states none; the beat itself counts all the same, because its key expires. */
export function readHeartbeat(value: StoredValue): StatedTime | null {
	return value.kind === 'text' ? readTime(value.text) : null;
}

/** An amount of US dollars in `cost:*`; `null` where the key is missing or holds no amount. */
export function readAmount(value: StoredValue): number | null {
	return value.kind === 'text' ? readNumber(value.text) : null;
}

/** How often a task was claimed, from `swarm:attempts:<id>`; `null` where it is no count. */
export function readAttempts(value: StoredValue): number | null {
	return value.kind === 'text' ? readCount(value.text) : null;
}

/** The shared context: a text, a JSON value, or a bare number of tokens in use. */
export type SharedContext
	= | {readonly kind: 'tokens'; readonly tokens: number}
		| {readonly kind: 'text'; readonly text: OutsideText; readonly bytes: number};

/** Read `context:active`. `null` where there is none. A context under another type of key is shown by its type. */
export function readContext(value: StoredValue): SharedContext | null {
	switch (value.kind) {
		case 'absent': {
			return null;
		}

		case 'text': {
			const tokens = /^\s*\d+\s*$/u.test(value.text) ? readCount(value.text) : null;
			return tokens === null
				? {kind: 'text', text: new OutsideText(value.text, undefined, value.tail !== undefined), bytes: value.bytes}
				: {kind: 'tokens', tokens};
		}

		case 'hash': {
			const text = JSON.stringify(Object.fromEntries(value.fields));
			return {kind: 'text', text: new OutsideText(text), bytes: value.bytes};
		}

		case 'other': {
			return {kind: 'text', text: new OutsideText(`(a ${value.type})`), bytes: 0};
		}
	}
}

/** How far a worker of ours has got with one task, as it says itself. */
export type TaskProgress = {
	readonly task: string;
	/** Answers of the model so far. */
	readonly turn: number;
	/** The tool that is used at the moment or was used last, or `null`. */
	readonly tool: string | null;
	/** Tokens of all classes so far. */
	readonly tokens: number;
};

const workerSays = ['idle', 'working', 'paused', 'draining'] as const;

/** What a worker of ours says of itself beside its heartbeat, from `swarm:worker:<id>`. Each part is `null` where it is not said. */
export type WorkerNote = {
	readonly host: string | null;
	readonly pid: number | null;
	readonly executor: string | null;
	readonly model: string | null;
	/** The directory in which it works. */
	readonly workdir: string | null;
	readonly state: (typeof workerSays)[number] | null;
	/** Why it claims nothing at the moment; `null`: nothing keeps it from claiming. */
	readonly blocked: string | null;
	/** The code of that reason, if it is the budget. */
	readonly blockedCode: string | null;
	readonly concurrency: number | null;
	/** How far each task in hand has got, as far as that is known. At most 200. */
	readonly progress: readonly TaskProgress[];
	/** Attempts that answered their task. */
	readonly done: number | null;
	/** Attempts that did not. */
	readonly failed: number | null;
	/** What all its attempts have cost since it started, in US dollars. */
	readonly spentUsd: number | null;
	readonly startedAtMs: number | null;
};

/** Read `swarm:worker:<id>`. `null` where there is none or it is no object. */
export function readWorkerNote(value: StoredValue): WorkerNote | null {
	const fields = readFields(value);
	if (!fields.ok) {
		return null;
	}

	const {get} = fields;
	const state = get('state');
	return {
		host: readName(get('host')),
		pid: readCount(get('pid')),
		executor: readName(get('executor')),
		model: readName(get('model')),
		workdir: readName(get('workdir')),
		state: workerSays.find(known => known === state) ?? null,
		blocked: readName(get('blocked')),
		blockedCode: readName(get('blocked_code')),
		concurrency: readCount(get('concurrency')),
		progress: readProgress(get('progress')),
		done: readCount(get('done')),
		failed: readCount(get('failed')),
		spentUsd: readNumber(get('spent_usd')),
		startedAtMs: readTime(get('started_at'))?.atMs ?? null,
	};
}

/** What names no task, or has no count of turns, is left out. */
function readProgress(value: unknown): readonly TaskProgress[] {
	if (!Array.isArray(value)) {
		return [];
	}

	return value.slice(0, mostInHand).flatMap((item: unknown) => {
		const stated = isRecord(item) ? item : {};
		const task = readName(stated.task);
		const turn = readCount(stated.turn);
		const progress = {tool: readName(stated.tool), tokens: readCount(stated.tokens) ?? 0};
		return task === null || turn === null ? [] : [{task, turn, ...progress}];
	});
}

/** Why a task was set aside, from `swarm:failed:<id>`: its last error, or the raw text. `null` where it is not set aside. */
export function readFailure(value: StoredValue): OutsideText | null {
	if (value.kind === 'absent') {
		return null;
	}

	const fields = readFields(value);
	const error = fields.ok ? readString(fields.get('error') ?? fields.get('last_error')) : null;
	return new OutsideText(error ?? (value.kind === 'text' ? value.text : ''), 500);
}
