import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {validateHeaderValue} from 'node:http';
import * as v from 'valibot';
import {withTimeLimit} from '../../time-limit.js';
import type {AllowedHosts} from './allowed-hosts.js';
import {
	cutText, defineTool, DeniedError, type Tool,
} from './define-tool.js';
import {exchange, type HttpAnswer, type HttpMessage} from './http-exchange.js';

const maxRedirects = 5;
const maxRequestBytes = 1024 * 1024;
const maxHeaders = 30;

// None that tells who or where we are, or controls the connection; no cookies.
const plainHeaders = new Set([
	'accept', 'accept-language', 'authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'prefer', 'range',
]);
const extraHeader = /^x-(?!forwarded|real-ip|original)[a-z\d-]+$/u;
// Not sent to another origin.
const secretHeader = /^(?:authorization|x-.*)$/u;
const hiddenHeader = /^(?:set-cookie|connection|keep-alive|transfer-encoding)$/u;

/** The tool that sends HTTP requests. @param timeLimitMs For a request with all its redirects. */
export function httpRequestTool(hosts: AllowedHosts, timeLimitMs = 30_000): Tool {
	return defineTool({
		name: 'http_request',
		description: 'Send an HTTP request to one of the hosts that this worker may reach. Returns the status, the headers and the beginning of the body.',
		fields: {
			url: v.pipe(v.string(), v.maxLength(8192)),
			method: v.optional(v.picklist(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']), 'GET'),
			headers: v.pipe(v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(8192))), {}), v.description('Such as Accept, Authorization, Content-Type, X-…')),
			body: v.pipe(v.optional(v.string()), v.description('A text, at most 1 MiB')),
		},
		async run({url, method, headers, body = null}, signal) {
			const message = {method, headers: checkHeaders(headers), body: checkBody(body, method)};
			// A name lookup cannot be cancelled, so it is abandoned.
			return withTimeLimit('The server', timeLimitMs, signal, async limited => Promise.race([follow(hosts, url, message, limited), rejectOnAbort(limited)]));
		},
	});
}

async function rejectOnAbort(signal: AbortSignal): Promise<never> {
	await once(signal, 'abort');
	throw signal.reason as Error;
}

async function follow(hosts: AllowedHosts, firstUrl: string, firstMessage: HttpMessage, signal: AbortSignal): Promise<string> {
	let target = await hosts.check(firstUrl);
	let message = firstMessage;
	for (let redirects = 0; ; redirects++) {
		const answer = await exchange(target, message, signal);
		const {statusCode = 0, headers: {location}} = answer.response;
		if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) {
			return show(answer, redirects === 0 ? '' : target.url.href);
		}

		if (redirects === maxRedirects) {
			throw new Error(`Expected at most ${maxRedirects} redirects, got more`);
		}

		// A redirect is checked like any other request.
		const next = await hosts.check(location, target.url.href);
		message = redirected(message, statusCode, next.url.origin !== target.url.origin);
		target = next;
	}
}

/** As browsers do: a 303, and a 301 or 302 to a POST, is followed with GET and without the body. */
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
		throw new DeniedError(refused ? `The header ${refused[0].slice(0, 100)} is not allowed` : `Expected at most ${maxHeaders} headers, got ${entries.length}`);
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

function show({response, body, isCut}: HttpAnswer, from: string): string {
	const shownHeaders = Object.entries(response.headers)
		.filter(([name]) => !hiddenHeader.test(name))
		.map(([name, value]) => `${name}: ${String(value)}`);
	return [
		`${response.statusCode} ${response.statusMessage}`,
		...(from === '' ? [] : [`[redirected to ${from}]`]),
		cutText(shownHeaders.join('\n'), 4000),
		'',
		body.includes(0) ? `[binary, ${body.length} bytes]` : body.toString(),
		...(isCut ? ['[there is more]'] : []),
	].join('\n');
}
