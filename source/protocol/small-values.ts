import {readFields} from './fields.js';
import {OutsideText} from './outside-text.js';
import {
	readCount, readName, readNumber, readString,
} from './scalars.js';
import type {StoredValue} from './stored-value.js';
import {readTime, type StatedTime} from './times.js';

const maxIdLength = 512;

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

/** What a worker of ours says of itself beside its heartbeat, from `swarm:worker:<id>`. Each part is `null` where it is not said. */
export type WorkerNote = {
	readonly host: string | null;
	readonly executor: string | null;
	readonly model: string | null;
	readonly state: 'idle' | 'working' | 'paused' | 'draining' | null;
	readonly concurrency: number | null;
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
		executor: readName(get('executor')),
		model: readName(get('model')),
		state: state === 'idle' || state === 'working' || state === 'paused' || state === 'draining' ? state : null,
		concurrency: readCount(get('concurrency')),
		startedAtMs: readTime(get('started_at'))?.atMs ?? null,
	};
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
