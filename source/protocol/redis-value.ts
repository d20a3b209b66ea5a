/**
What lies under one key, as far as it was read: the outside world before a reader has understood it.

- `absent`: no such key.
- `text`: a string. `bytes` is its full length in Redis; where `tail` is given only the beginning (`text`) and the end (`tail`) were read.
- `hash`: a Redis hash, which some writers use for findings. Long fields come as previews; `bytes` is the sum of all field lengths.
- `other`: a type that no reader understands (list, set, …).
*/
export type RedisValue
	= | {readonly kind: 'absent'}
		| {readonly kind: 'text'; readonly text: string; readonly bytes: number; readonly tail?: string}
		| {readonly kind: 'hash'; readonly fields: ReadonlyMap<string, string>; readonly bytes: number}
		| {readonly kind: 'other'; readonly type: string};
