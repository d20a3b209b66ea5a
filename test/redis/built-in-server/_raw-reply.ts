/**
A reply as it came over the wire: what the protocol keeps apart stays apart. Texts are strings of bytes (`latin1`).
*/
export type RawReply
	= | {readonly type: 'status' | 'error' | 'bulk' | 'integer' | 'double' | 'boolean' | 'bigNumber' | 'verbatim'; readonly text: string}
		| {readonly type: 'null' | 'nullBulk' | 'nullArray'}
		/** Of a map: keys and values in turn. */
		| {readonly type: 'array' | 'set' | 'map' | 'push'; readonly items: readonly RawReply[]};

type TextType = Extract<RawReply, {readonly text: string}>['type'];
type ItemsType = Extract<RawReply, {readonly items: readonly RawReply[]}>['type'];

const lineTypes: Readonly<Record<string, TextType>> = {
	'+': 'status', '-': 'error', ':': 'integer', ',': 'double', '#': 'boolean', '(': 'bigNumber',
};
const textTypes: Readonly<Record<string, TextType>> = {$: 'bulk', '=': 'verbatim'};
const itemsTypes: Readonly<Record<string, ItemsType>> = {
	'*': 'array', '~': 'set', '%': 'map', '>': 'push',
};

/**
Read one reply.

@param start Where it begins.
@returns The reply and where it ends; `undefined` when it is not whole.
@throws {Error} when the bytes are no reply.
*/
export function parseReply(text: string, start: number): {readonly reply: RawReply; readonly end: number} | undefined {
	const lineEnd = text.indexOf('\r\n', start);
	if (lineEnd === -1) {
		return undefined;
	}

	const mark = text[start] ?? '';
	const line = text.slice(start + 1, lineEnd);
	const end = lineEnd + 2;
	const lineType = lineTypes[mark];
	if (lineType) {
		return {reply: {type: lineType, text: line}, end};
	}

	if (mark === '_' && line === '') {
		return {reply: {type: 'null'}, end};
	}

	const textType = textTypes[mark];
	const itemsType = itemsTypes[mark];
	if ((!textType && !itemsType) || !/^(?:-1|\d+)$/.test(line)) {
		throw new Error(`No reply: ${JSON.stringify(text.slice(start, start + 100))}`);
	}

	if (line === '-1') {
		return {reply: {type: textType ? 'nullBulk' : 'nullArray'}, end};
	}

	return textType ? parseText(text, end, textType, Number(line)) : parseItems(text, end, itemsType ?? 'array', Number(line));
}

/** What a client did not ask for: a message that was published, or keys that it has to forget. */
export function isMessage(reply: RawReply): boolean {
	if (reply.type !== 'push' && reply.type !== 'array') {
		return false;
	}

	const [first] = reply.items;
	const kind = first?.type === 'bulk' ? first.text : '';
	return (kind === 'message' && reply.items.length === 3)
		|| (kind === 'pmessage' && reply.items.length === 4)
		|| (kind === 'invalidate' && reply.type === 'push')
		|| (kind === 'tracking-redir-broken' && reply.type === 'push');
}

/** One line for the eyes of a person. */
export function describeReply(reply: RawReply): string {
	if ('items' in reply) {
		return `${reply.type}(${reply.items.map(item => describeReply(item)).join(', ')})`;
	}

	return 'text' in reply ? `${reply.type} ${JSON.stringify(reply.text)}` : reply.type;
}

function parseText(text: string, start: number, type: TextType, length: number) {
	const end = start + length;
	return end + 2 > text.length ? undefined : {reply: {type, text: text.slice(start, end)}, end: end + 2};
}

function parseItems(text: string, start: number, type: ItemsType, length: number) {
	const items: RawReply[] = [];
	let end = start;
	for (let index = 0; index < (type === 'map' ? 2 * length : length); index++) {
		const item = parseReply(text, end);
		if (!item) {
			return undefined;
		}

		items.push(item.reply);
		end = item.end;
	}

	return {reply: {type, items}, end};
}
