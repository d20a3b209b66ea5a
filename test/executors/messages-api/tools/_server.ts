import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import {AllowedHosts} from '../../../../source/executors/messages-api/tools/allowed-hosts.js';
import {httpRequestTool} from '../../../../source/executors/messages-api/tools/http-request.js';
import {caller, type Caller} from './_scene.js';

/** A server on 127.0.0.1. */
export type Server = {
	readonly port: number;
	/** What was asked, in order. */
	readonly asked: readonly IncomingMessage[];
};

/** Start one; it ends with the test. */
export async function serve(t: ExecutionContext, listener: RequestListener): Promise<Server> {
	const asked: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		asked.push(request);
		listener(request, response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
		server.closeAllConnections();
	});
	return {port: (server.address() as AddressInfo).port, asked};
}

/** Answers every request with a text. */
export function say(text: string): RequestListener {
	return (_request, response) => {
		response.end(text);
	};
}

/** All of a body. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks = await request.toArray() as Buffer[];
	return Buffer.concat(chunks).toString();
}

/** The tool, with names that lead where the test says. */
export function toolFor(hosts: readonly string[], names: Readonly<Record<string, readonly string[]>> = {}, timeLimitMs?: number): Caller {
	return caller([httpRequestTool(new AllowedHosts(hosts, async name => names[name] ?? []), timeLimitMs)]);
}
