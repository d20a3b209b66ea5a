/**
The value of a key, as far as it was read.

- `absent`: no such key.
- `text`: a string of `bytes` bytes. With a `tail`, only its beginning (`text`) and its end (`tail`) were read.
- `hash`: a hash, which some writers use for findings. Long fields are cut; `bytes` is the sum of all lengths.
- `other`: any other type.
*/
export type RedisValue
	= | {readonly kind: 'absent'}
		| {readonly kind: 'text'; readonly text: string; readonly bytes: number; readonly tail?: string}
		| {readonly kind: 'hash'; readonly fields: ReadonlyMap<string, string>; readonly bytes: number}
		| {readonly kind: 'other'; readonly type: string};
