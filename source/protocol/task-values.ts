import {readFields} from './stored-object.js';
import {UntrustedText} from './untrusted-text.js';
import {readCount, readString} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';

const maxIdLength = 512;

/** The id in a claim or result key: up to 512 characters of any text, or `null`. */
export function readId(value: RedisValue): string | null {
	return value.kind === 'text' && value.text !== '' ? value.text.slice(0, maxIdLength) : null;
}

/** How often a task was claimed, from `swarm:attempts:<id>`; `null` if that is no count. */
export function readAttempts(value: RedisValue): number | null {
	return value.kind === 'text' ? readCount(value.text) : null;
}

/** Why a task was set aside, from `swarm:failed:<id>`: its last error, or the raw text. `null` if it was not. */
export function readFailure(value: RedisValue): UntrustedText | null {
	if (value.kind === 'absent') {
		return null;
	}

	const fields = readFields(value);
	const error = fields.ok ? readString(fields.get('error') ?? fields.get('last_error')) : null;
	return new UntrustedText(error ?? (value.kind === 'text' ? value.text : ''), 500);
}
