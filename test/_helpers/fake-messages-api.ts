import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {
	createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {isRecord} from '../../source/protocol/lenient-values.js';
import {complaintAbout} from './fake-messages-api-checks.js';
import {
	apiError, eventsOf, wholeMessage, type Message, type Reply,
} from './fake-messages-api-replies.js';

/** A request as it came. */
type ApiRequest = {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** Of `Authorization: Bearer` or `x-api-key`. */
	readonly key: string | null;
	/** As JSON; `undefined` where it is none. */
	readonly body: unknown;
	/** Resolves when the exchange is over, or the client has gone away: `true` if it was answered to the end. */
	readonly closed: Promise<boolean>;
};

/** A Messages API that belongs to one test. */
export type MessagesApi = {
	/** For `ANTHROPIC_BASE_URL`. */
	readonly url: string;
	/** All requests so far, of all paths. */
	readonly requests: readonly ApiRequest[];
	/** Those of `POST /v1/messages`. */
	readonly asked: readonly ApiRequest[];
	/** The `POST /v1/messages` with this number, from 0, as soon as it has come. */
	request(index: number): Promise<ApiRequest>;
};

/** What the server says to one `POST /v1/messages` after the other, the last reply again and again; or a function that decides, with the number of the request, from 0. */
export type Script = readonly Reply[] | ((request: ApiRequest, index: number) => Reply);

/**
A Messages API on a port of 127.0.0.1 that the system picks. It accepts every key, checks requests and refuses them as the real one does, streams where it is asked to, counts tokens, and knows no other path. It ends with the test.
*/
export async function withMessagesApi(t: ExecutionContext, script: Script): Promise<MessagesApi> {
	const requests: ApiRequest[] = [];
	const asked: ApiRequest[] = [];
	const waiting = new Set<() => void>();
	const decide = typeof script === 'function' ? script : (_: ApiRequest, index: number) => script[Math.min(index, script.length - 1)] ?? apiError(500);
	const ending = new AbortController();

	const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
		const request = await readRequest(incoming, response);
		requests.push(request);
		const refusal = refusalOf(request);
		if (refusal !== null) {
			await send(response, refusal, request, ending.signal);
			return;
		}

		if (request.path === '/v1/messages/count_tokens') {
			sendJson(response, 200, {input_tokens: Math.ceil(JSON.stringify(request.body).length / 4)});
			return;
		}

		const index = asked.push(request) - 1;
		for (const look of waiting) {
			look();
		}

		await send(response, decide(request, index), request, ending.signal);
	};

	const server = createServer((incoming, response) => {
		// The client went away, or the test is over.
		handle(incoming, response).catch(() => {
			response.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		ending.abort();
		server.close();
		server.closeAllConnections();
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		asked,
		request: async index => new Promise(resolve => {
			const look = () => {
				const request = asked[index];
				if (request) {
					waiting.delete(look);
					resolve(request);
				}
			};

			waiting.add(look);
			look();
		}),
	};
}

async function readRequest(incoming: IncomingMessage, response: ServerResponse): Promise<ApiRequest> {
	const closed = new Promise<boolean>(resolve => {
		response.once('close', () => {
			resolve(response.writableFinished);
		});
	});
	const chunks: Buffer[] = [];
	for await (const chunk of incoming as AsyncIterable<Buffer>) {
		chunks.push(chunk);
	}

	const {headers, method = '', url = ''} = incoming;
	const key = /^bearer (?<key>\S+)$/i.exec(headers.authorization ?? '')?.groups?.key ?? headers['x-api-key'];
	return {
		method,
		path: new URL(url, 'http://localhost').pathname,
		headers,
		key: typeof key === 'string' && key !== '' ? key : null,
		body: parse(Buffer.concat(chunks).toString()),
		closed,
	};
}

function parse(text: string): unknown {
	// Half a character is written as an escape by JavaScript, and refused by the API.
	if (/(?<!\\)(?:\\\\)*\\ud[89a-f]/i.test(text)) {
		return undefined;
	}

	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What the API itself says, before any model is asked; `null`: the request is in order. */
function refusalOf({method, path, headers, key, body}: ApiRequest): Reply | null {
	const isCount = path === '/v1/messages/count_tokens';
	if (path !== '/v1/messages' && !isCount) {
		return apiError(404);
	}

	if (method !== 'POST') {
		return apiError(405, {message: 'Method Not Allowed'});
	}

	if (key === null) {
		return apiError(401, {message: 'x-api-key header is required'});
	}

	if (headers['anthropic-version'] === undefined) {
		return apiError(400, {message: 'anthropic-version: header is required'});
	}

	const complaint = complaintAbout(body, {isBeta: headers['anthropic-beta'] !== undefined, wantsMaxTokens: !isCount});
	if (complaint !== null) {
		return apiError(400, {message: complaint});
	}

	const model = modelOf(body);
	return model.startsWith('claude-') ? null : apiError(404, {message: `model: ${model}`});
}

function modelOf(body: unknown): string {
	return isRecord(body) ? String(body.model) : '';
}

let ids = 0;

function newId(prefix: string): string {
	ids++;
	return `${prefix}_${String(ids).padStart(24, '0')}`;
}

function sendJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
	response.writeHead(status, {'content-type': 'application/json', 'request-id': newId('req'), ...headers});
	response.end(JSON.stringify(value));
}

async function send(response: ServerResponse, reply: Reply, {body, closed}: ApiRequest, signal: AbortSignal): Promise<void> {
	switch (reply.kind) {
		case 'silence': {
			await closed;
			return;
		}

		case 'raw': {
			response.writeHead(reply.status, {'content-type': reply.contentType});
			response.end(reply.body);
			return;
		}

		case 'error': {
			const {status, type, message, headers} = reply;
			const id = newId('req');
			const error = {type: 'error', error: {type, message, details: null}, request_id: id};
			sendJson(response, status, error, {'request-id': id, 'x-should-retry': String([408, 409, 429].includes(status) || status >= 500), ...headers});
			return;
		}

		case 'message': {
			await (isRecord(body) && body.stream === true ? stream(response, reply, modelOf(body), signal) : sendWhole(response, reply, modelOf(body), signal));
		}
	}
}

async function sendWhole(response: ServerResponse, message: Message, model: string, signal: AbortSignal): Promise<void> {
	const {ending, pauseMs} = message;
	await delay(pauseMs, undefined, {signal});
	if (ending === 'complete') {
		sendJson(response, 200, wholeMessage(message, model, newId('msg')));
	} else if (ending === 'cut') {
		response.destroy();
	} else if (ending !== 'silence') {
		sendJson(response, 500, {type: 'error', error: {type: ending.error, message: ending.error}});
	}
}

async function stream(response: ServerResponse, message: Message, model: string, signal: AbortSignal): Promise<void> {
	const {ending, pauseMs} = message;
	const events = eventsOf(message, model, newId('msg'));
	// The middle lies behind the first part of the content.
	const upTo = ending === 'complete' ? events.length : events.findIndex(([event]) => event === 'content_block_delta') + 1;
	response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'request-id': newId('req')});
	for (const [event, data] of events.slice(0, upTo)) {
		await write(response, event, data);
		await delay(pauseMs, undefined, {signal});
	}

	if (ending === 'complete') {
		response.end();
	} else if (ending === 'cut') {
		response.destroy();
	} else if (ending !== 'silence') {
		await write(response, 'error', {type: 'error', error: {type: ending.error, message: ending.error, details: null}, request_id: newId('req')});
		response.end();
	}
}

/** Resolves when the event has left this process. */
async function write(response: ServerResponse, event: string, data: unknown): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`, error => {
			if (error) {
				reject(error);
			} else {
				resolve();
			}
		});
	});
}
