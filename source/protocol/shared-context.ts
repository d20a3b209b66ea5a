import {readCount} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {UntrustedText} from './untrusted-text.js';

/** The shared context: text, or just the number of tokens in use. */
export type SharedContext
	= | {readonly kind: 'tokens'; readonly tokens: number}
		| {readonly kind: 'text'; readonly text: UntrustedText; readonly bytes: number};

/** Read `context:active`. `null`: there is none. */
export function readContext(value: RedisValue): SharedContext | null {
	switch (value.kind) {
		case 'absent': {
			return null;
		}

		case 'text': {
			const tokens = /^\s*\d+\s*$/u.test(value.text) ? readCount(value.text) : null;
			return tokens === null
				? {kind: 'text', text: new UntrustedText(value.text, undefined, value.tail !== undefined), bytes: value.bytes}
				: {kind: 'tokens', tokens};
		}

		case 'hash': {
			const text = JSON.stringify(Object.fromEntries(value.fields));
			return {kind: 'text', text: new UntrustedText(text), bytes: value.bytes};
		}

		case 'other': {
			return {kind: 'text', text: new UntrustedText(`(a ${value.type})`), bytes: 0};
		}
	}
}
