import {Buffer} from 'node:buffer';
import {validateHeaderValue} from 'node:http';
import * as v from 'valibot';
import type {AllowedHosts} from './allowed-hosts.js';
import {cutText, defineTool, DeniedError} from './define-tool.js';
import {exchange, type HttpAnswer, type HttpMessage} from './http-exchange.js';
import type {Tool} from './tool.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const maxRedirects = 5;
const maxRequestBytes = 1024 * 1024;
const maxHeaders = 30;
const defaultTimeLimitMs = 30_000;

// None that says who or where we are, or how the connection is used; no cookies.
const plainHeaders = new Set([
	'accept', 'accept-language', 'authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'prefer', 'range',
]);
const extraHeader = /^x-(?!forwarded|real-ip|original)[a-z\d-]+$/u;
// For the host that they were meant for.
const secretHeader = /^(?:authorization|x-.*)$/u;
const hiddenHeader = /^(?:set-cookie|connection|keep-alive|transfer-encoding)$/u;

/**
The tool that asks HTTP servers.

@param timeLimitMs How long a request with all its redirects may take. Default: 30 seconds.
*/
export function httpRequestTool(hosts: AllowedHosts, timeLimitMs = defaultTimeLimitMs): Tool {
	return defineTool({
		name: 'http_request',
		description: 'Send an HTTP request to one of the hosts that this worker may reach. Status, headers and the beginning of the body come back.',
		fields: {
			url: v.pipe(v.string(), v.maxLength(8192)),
			method: v.optional(v.picklist(methods), 'GET'),
			headers: v.pipe(v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(8192))), {}), v.description('Accept, Authorization, Content-Type, X-… and the like')),
			body: v.pipe(v.optional(v.string()), v.description('A text, at most 1 MiB')),
		},
		async run({url, method, headers, body = null}, signal) {
			const message = {method, headers: checkHeaders(headers), body: checkBody(body, method)};
			const timeLimit = AbortSignal.timeout(timeLimitMs);
			try {
				return await follow(hosts, url, message, AbortSignal.any([signal, timeLimit]));
			} catch (error) {
				throw timeLimit.aborted && !signal.aborted ? new Error(`The server took longer than ${timeLimitMs / 1000} seconds`, {cause: error}) : error;
			}
		},
	});
}

async function follow(hosts: AllowedHosts, firstUrl: string, firstMessage: HttpMessage, signal: AbortSignal): Promise<string> {
	let target = await unlessAborted(hosts.check(firstUrl), signal);
	let message = firstMessage;
	for (let redirects = 0; ; redirects++) {
		const answer = await exchange(target, message, signal);
		const {location} = answer.headers;
		if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) {
			return show(answer, redirects === 0 ? '' : target.url.href);
		}

		if (redirects === maxRedirects) {
			throw new Error(`Expected at most ${maxRedirects} redirects, got more`);
		}

		// A redirect is a request like any other.
		const next = await unlessAborted(hosts.check(location, target.url.href), signal);
		message = redirected(message, answer.status, next.url.origin !== target.url.origin);
		target = next;
	}
}

/** As browsers do it: a 303, and a 301 or 302 to a POST, is asked for with GET and without the body. */
function redirected({method, headers, body}: HttpMessage, status: number, isElsewhere: boolean): HttpMessage {
	const becomesGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST');
	return {
		method: becomesGet ? 'GET' : method,
		headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !(isElsewhere && secretHeader.test(name)) && !(becomesGet && name === 'content-type'))),
		body: becomesGet ? null : body,
	};
}

function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
	const refused = entries.find(([name]) => !plainHeaders.has(name) && !extraHeader.test(name));
	if (refused !== undefined || entries.length > maxHeaders) {
		throw new DeniedError(refused ? `The header ${refused[0].slice(0, 100)} may not be sent` : `Expected at most ${maxHeaders} headers, got ${entries.length}`);
	}

	for (const [name, value] of entries) {
		validateHeaderValue(name, value);
	}

	return Object.fromEntries(entries);
}

function checkBody(body: string | null, method: string): string | null {
	if (body !== null && (method === 'GET' || method === 'HEAD')) {
		throw new Error(`Expected no body for ${method}`);
	}

	if (body !== null && Buffer.byteLength(body) > maxRequestBytes) {
		throw new Error(`Expected a body of at most ${maxRequestBytes} bytes, got ${Buffer.byteLength(body)}`);
	}

	return body;
}

function show({status, statusText, headers, body, isCut}: HttpAnswer, from: string): string {
	const shownHeaders = Object.entries(headers)
		.filter(([name]) => !hiddenHeader.test(name))
		.map(([name, value]) => `${name}: ${String(value)}`);
	return [
		`${status} ${statusText}`,
		...(from === '' ? [] : [`[redirected to ${from}]`]),
		cutText(shownHeaders.join('\n'), 4000),
		'',
		body.includes(0) ? `[binary, ${body.length} bytes]` : body.toString(),
		...(isCut ? ['[there is more]'] : []),
	].join('\n');
}

/** A name cannot be stopped from being resolved, but nobody has to wait for it. */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
	let refuse: () => void = () => undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		refuse = () => {
			reject(signal.reason as Error);
		};

		signal.addEventListener('abort', refuse);
	});
	try {
		signal.throwIfAborted();
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', refuse);
	}
}
