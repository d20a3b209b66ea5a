import {readCount} from './lenient-values.js';
import {match} from './match.js';
import type {RedisValue} from './redis-value.js';
import {UntrustedText} from './untrusted-text.js';

/** The shared context: text, or just the number of tokens in use. */
export type SharedContext
	= | {readonly kind: 'tokens'; readonly tokens: number}
		| {readonly kind: 'text'; readonly text: UntrustedText; readonly bytes: number};

/** Read `context:active`. `null`: there is none. */
export function readContext(value: RedisValue): SharedContext | null {
	return match<'kind', RedisValue, SharedContext | null>('kind', value, {
		absent: () => null,
		text({text, tail, bytes}) {
			const tokens = /^\s*\d+\s*$/u.test(text) ? readCount(text) : null;
			return tokens === null ? {kind: 'text', text: new UntrustedText(text, undefined, tail !== undefined), bytes} : {kind: 'tokens', tokens};
		},
		hash: ({fields, bytes}) => ({kind: 'text', text: new UntrustedText(JSON.stringify(Object.fromEntries(fields))), bytes}),
		other: ({type}) => ({kind: 'text', text: new UntrustedText(`(a ${type})`), bytes: 0}),
	});
}
