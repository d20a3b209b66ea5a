import type {Usage} from '../../source/protocol/usage.js';

/** A part of an answer. */
export type Block
	= | {readonly type: 'text'; readonly text: string}
		| {readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown}
		| {readonly type: 'thinking'; readonly thinking: string; readonly signature: string};

/** An answer of the model. */
export type Message = {
	readonly kind: 'message';
	readonly content: readonly Block[];
	readonly stopReason: string;
	readonly usage: Usage;
	/** `null`: the model that was asked for. */
	readonly model: string | null;

	/**
	How a streamed answer ends: as it should, with the socket destroyed in its middle, with silence in its middle, or with an `error` event of this type. Without streaming everything but `complete` happens before the answer.
	*/
	readonly ending: 'complete' | 'cut' | 'silence' | {readonly error: string};
	/** Milliseconds between two events. */
	readonly pauseMs: number;
	/** Signs of life before the first part of the content. */
	readonly pings: number;
};

/** What the server does with one request that is in order. */
export type Reply
	= | Message
		| {readonly kind: 'error'; readonly status: number; readonly type: string; readonly message: string; readonly headers: Readonly<Record<string, string>>}
	/** Nothing comes, until the client goes away. */
		| {readonly kind: 'silence'}
	/** What no Messages API says: a page of a proxy, broken JSON. */
		| {readonly kind: 'raw'; readonly status: number; readonly contentType: string; readonly body: string};

/** What a message may be told; see `Message`. */
export type MessageOptions = Partial<Omit<Message, 'kind' | 'content' | 'usage'> & {readonly usage: Partial<Usage>}>;

let toolUses = 0;

/** A call of a tool, for `answer`. */
export function toolUse(name: string, input: unknown): Block {
	toolUses++;
	return {
		type: 'tool_use', id: `toolu_${String(toolUses).padStart(24, '0')}`, name, input,
	};
}

/**
An answer of texts and tool calls.

@param options Default: complete, 100 tokens in, 20 out, no pauses, one ping; it ends with `tool_use` where it has tool calls, with `end_turn` otherwise.
*/
export function answer(content: string | ReadonlyArray<string | Block>, options: MessageOptions = {}): Message {
	const blocks = (typeof content === 'string' ? [content] : content).map((block): Block => typeof block === 'string' ? {type: 'text', text: block} : block);
	return {
		kind: 'message',
		content: blocks,
		stopReason: blocks.some(({type}) => type === 'tool_use') ? 'tool_use' : 'end_turn',
		model: null,
		ending: 'complete',
		pauseMs: 0,
		pings: 1,
		...options,
		usage: {
			input: 100, output: 20, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, ...options.usage,
		},
	};
}

const errorTypes: Readonly<Record<number, readonly [type: string, message: string]>> = {
	400: ['invalid_request_error', 'Error'],
	401: ['authentication_error', 'invalid x-api-key'],
	402: ['billing_error', 'Your account has no credit left.'],
	403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
	404: ['not_found_error', 'Not found'],
	413: ['request_too_large', 'Request exceeds the maximum size'],
	429: ['rate_limit_error', 'This request would exceed your organization\'s rate limit.'],
	500: ['api_error', 'Internal server error'],
	529: ['overloaded_error', 'Overloaded'],
};

/**
An error as the API gives it.

@param headers `{'retry-after': '30'}` for example. Default: none.
*/
export function apiError(status: number, {message, headers = {}}: {readonly message?: string; readonly headers?: Readonly<Record<string, string>>} = {}): Reply {
	const [type, usual] = errorTypes[status] ?? ['api_error', 'Error'];
	return {
		kind: 'error', status, type, message: message ?? usual, headers,
	};
}

/** Nothing comes, until the client goes away. */
export const silence: Reply = {kind: 'silence'};

/** Something that is no answer of the API, with status 200. */
export function raw(body: string, contentType = 'application/json'): Reply {
	return {
		kind: 'raw', status: 200, contentType, body,
	};
}

/** The answer as one JSON value, as it comes without streaming. */
export function wholeMessage({content, stopReason, usage, model}: Message, askedFor: string, id: string) {
	return {
		id,
		type: 'message',
		role: 'assistant',
		model: model ?? askedFor,
		content,
		stop_reason: stopReason,
		stop_sequence: null,
		stop_details: stopReason === 'refusal' ? {type: 'refusal', category: null, explanation: null} : null,
		container: null,
		usage: {
			input_tokens: usage.input,
			cache_creation_input_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
			cache_read_input_tokens: usage.cacheRead,
			cache_creation: {ephemeral_5m_input_tokens: usage.cacheWrite5m, ephemeral_1h_input_tokens: usage.cacheWrite1h},
			output_tokens: usage.output,
			service_tier: 'standard',
			inference_geo: null,
			server_tool_use: null,
		},
	};
}

/** The answer as the events of a stream: name and data. */
export function eventsOf(message: Message, askedFor: string, id: string): ReadonlyArray<readonly [event: string, data: Readonly<Record<string, unknown>>]> {
	const {content, usage, stop_reason, stop_sequence, stop_details, container, ...rest} = wholeMessage(message, askedFor, id);
	const {cache_creation: _, service_tier: __, inference_geo: ___, ...totals} = usage;
	const blocks = content.flatMap((block, index): ReadonlyArray<readonly [string, Record<string, unknown>]> => [
		['content_block_start', {index, content_block: emptyBlock(block)}],
		...Array.from({length: index === 0 ? message.pings : 0}, () => ['ping', {}] as const),
		...deltasOf(block).map(delta => ['content_block_delta', {index, delta}] as const),
		['content_block_stop', {index}],
	]);
	const events: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
		['message_start', {
			message: {
				// Before the answer is there nobody knows its length.
				...rest, content: [], stop_reason: null, stop_sequence: null, stop_details: null, container: null, usage: {...usage, output_tokens: Math.min(1, usage.output_tokens)},
			},
		}],
		...blocks,
		['message_delta', {
			delta: {
				stop_reason, stop_sequence, stop_details, container,
			}, usage: totals,
		}],
		['message_stop', {}],
	];
	return events.map(([event, data]) => [event, {type: event, ...data}]);
}

function emptyBlock(block: Block): Readonly<Record<string, unknown>> {
	switch (block.type) {
		case 'text': {
			return {type: 'text', text: ''};
		}

		case 'tool_use': {
			return {...block, input: {}};
		}

		case 'thinking': {
			return {type: 'thinking', thinking: '', signature: ''};
		}
	}
}

function deltasOf(block: Block): ReadonlyArray<Readonly<Record<string, unknown>>> {
	switch (block.type) {
		case 'text': {
			return pieces(block.text).map(text => ({type: 'text_delta', text}));
		}

		case 'tool_use': {
			return ['', ...pieces(JSON.stringify(block.input))].map(partial_json => ({type: 'input_json_delta', partial_json}));
		}

		case 'thinking': {
			return [
				...pieces(block.thinking).map(thinking => ({type: 'thinking_delta', thinking})),
				{type: 'signature_delta', signature: block.signature},
			];
		}
	}
}

/** A text in three parts, cut anywhere. */
function pieces(text: string): readonly string[] {
	const length = Math.max(1, Math.ceil(text.length / 3));
	return [text.slice(0, length), text.slice(length, 2 * length), text.slice(2 * length)].filter(piece => piece !== '');
}
