import {Buffer} from 'node:buffer';
import {request as requestHttp, type IncomingHttpHeaders, type IncomingMessage} from 'node:http';
import {request as requestHttps} from 'node:https';
import {isIP, type LookupFunction} from 'node:net';
import type {CheckedTarget} from './allowed-hosts.js';

const maxBodyBytes = 256 * 1024;

/** What is asked of a server. */
export type HttpMessage = {
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
};

/** What a server said. */
export type HttpAnswer = {
	readonly status: number;
	readonly statusText: string;
	readonly headers: IncomingHttpHeaders;
	/** At most 256 KiB. */
	readonly body: Buffer;
	/** Whether there was more. */
	readonly isCut: boolean;
};

/**
Ask a server once, over a connection of its own to an address that was checked. Redirects are not followed.

@throws The signal's reason, or what the network throws.
*/
export async function exchange({url, addresses}: CheckedTarget, {method, headers, body}: HttpMessage, signal: AbortSignal): Promise<HttpAnswer> {
	// The name is not resolved again: it could lead elsewhere by now.
	const lookup: LookupFunction = (_hostname, {all}, callback) => {
		const found = addresses.map(address => ({address, family: isIP(address)}));
		const [first] = found;
		if (all === true || first === undefined) {
			callback(null, found);
		} else {
			callback(null, first.address, first.family);
		}
	};

	return new Promise((resolve, reject) => {
		const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, {
			method,
			headers: {
				'user-agent': 'haiku-swarm',
				accept: '*/*',
				'accept-encoding': 'identity',
				...headers,
				...(body === null ? {} : {'content-length': Buffer.byteLength(body)}),
			},
			// No connection is kept.
			agent: false,
			lookup,
			signal,
		});
		request.on('error', error => {
			reject(signal.aborted ? signal.reason as Error : error);
		});
		let isAnswered = false;
		// An answer that asks for another protocol ends the connection without an error.
		request.on('close', () => {
			if (!isAnswered) {
				reject(new Error('The server ended the connection without an answer'));
			}
		});
		request.on('response', response => {
			isAnswered = true;
			readBody(response).then(read => {
				resolve({
					status: response.statusCode ?? 0, statusText: response.statusMessage ?? '', headers: response.headers, ...read,
				});
			}, (error: unknown) => {
				reject(signal.aborted ? signal.reason as Error : error as Error);
			}).finally(() => {
				request.destroy();
			});
		});
		request.end(body ?? undefined);
	});
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
