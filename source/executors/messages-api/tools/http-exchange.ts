import {Buffer} from 'node:buffer';
import {request as requestHttp, type IncomingMessage} from 'node:http';
import {request as requestHttps} from 'node:https';
import {isIP, type LookupFunction} from 'node:net';
import type {CheckedTarget} from './allowed-hosts.js';

const maxBodyBytes = 256 * 1024;

/** A request without its URL. */
export type HttpMessage = {
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
};

/** A response. */
export type HttpAnswer = {
	readonly response: IncomingMessage;
	/** At most 256 KiB. */
	readonly body: Buffer;
	/** Whether there was more. */
	readonly isCut: boolean;
};

/** Send one request over a new connection to a checked address. Redirects are not followed. @throws The signal's reason, or network errors. */
export async function exchange({url, addresses}: CheckedTarget, {method, headers, body}: HttpMessage, signal: AbortSignal): Promise<HttpAnswer> {
	// The name is not resolved again: it could lead elsewhere by now.
	const lookup: LookupFunction = (_hostname, {all}, callback) => {
		const found = addresses.map(address => ({address, family: isIP(address)}));
		callback(null, all ? found : found[0]!.address, found[0]!.family);
	};

	const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, {
		method,
		headers: {
			'user-agent': 'haiku-swarm',
			accept: '*/*',
			'accept-encoding': 'identity',
			...headers,
			...(body === null ? {} : {'content-length': Buffer.byteLength(body)}),
		},
		// A new connection, not a pooled one.
		agent: false,
		lookup,
		signal,
	});
	try {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			request.once('response', resolve);
			request.on('error', reject);
			// A protocol upgrade ends the request without an error.
			request.once('close', () => {
				reject(new Error('The server closed the connection without a response'));
			});
			request.end(body);
		});
		return {response, ...await readBody(response)};
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		request.destroy();
	}
}

async function readBody(response: IncomingMessage): Promise<Pick<HttpAnswer, 'body' | 'isCut'>> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > maxBodyBytes) {
			break;
		}
	}

	return {body: Buffer.concat(chunks).subarray(0, maxBodyBytes), isCut: length > maxBodyBytes};
}
