import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import type {Socket} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import test from 'ava';
import {AllowedHosts} from '../../../../source/executors/messages-api/tools/allowed-hosts.js';
import {httpRequestTool} from '../../../../source/executors/messages-api/tools/http-request.js';
import {caller, makeScene, toolsOf} from './_scene.js';
import {bodyOf, serve, toolFor} from './_server.js';

test('a request returns status, headers and body', async t => {
	const {port, asked} = await serve(t, (request, response) => {
		void bodyOf(request).then(body => {
			response.writeHead(201, 'Made', {'content-type': 'text/plain', 'set-cookie': 'a=b'}).end(`got ${body}`);
		});
	});
	// By the name that everybody has.
	const url = `http://localhost:${port}/a?b=c`;
	const tools = await toolsOf(await makeScene(t), [`localhost:${port}`]);
	const text = await tools.text('http_request', {
		url, method: 'POST', headers: {'Content-Type': 'text/x', Authorization: 'Bearer x', 'X-Test': 'y'}, body: 'ü',
	});
	t.regex(text, /^201 Made\ncontent-type: text\/plain\n[^]*\n\ngot ü$/u);
	t.notRegex(text, /set-cookie/u);
	t.like(asked[0], {
		method: 'POST', url: '/a?b=c', headers: {
			host: `localhost:${port}`, 'content-type': 'text/x', authorization: 'Bearer x', 'x-test': 'y', 'content-length': '2', 'user-agent': 'haiku-swarm',
		},
	});

	t.regex(await tools.text('http_request', {url: 'nothing'}), /^failed: Expected a URL/u);
	t.regex(await tools.text('http_request', {url, body: 'x'}), /^failed: Expected no body/u);
	t.regex(await tools.text('http_request', {url, method: 'PUT', body: 'x'.repeat((1024 * 1024) + 1)}), /^failed: Expected a body of at most/u);
	t.regex(await tools.text('http_request', {url, headers: {'x-a': 'b\r\nHost: evil'}}), /^failed: Invalid character/u);
	const refused = 'Host Cookie Connection Transfer-Encoding Content-Length Proxy-Authorization X-Forwarded-For Metadata-Flavor Upgrade Expect TE'.split(' ');
	for (const name of [...refused, 'x a', '']) {
		t.is(await tools.status('http_request', {url, headers: {[name]: 'x'}}), 'denied', `header ${name}`);
	}

	t.is(asked.length, 1);
	// Without hosts there is no such tool.
	const none = await toolsOf(await makeScene(t));
	await t.throwsAsync(none.run('http_request', {url}), {message: 'There is no tool http_request'});
});

/** What a server can do wrong, by path. */
const trouble: Readonly<Record<string, RequestListener>> = {
	'/endless'(_request, response) {
		const write = () => {
			while (response.write('x'.repeat(65_536))) {
				// On and on.
			}
		};

		response.on('drain', write);
		write();
	},
	'/half'(_request, response) {
		response.writeHead(200, {'content-length': 100});
		response.write('half', () => {
			response.destroy();
		});
	},
	'/upgrade'(_request, response) {
		response.writeHead(101, {connection: 'upgrade', upgrade: 'x'}).end();
	},
	'/binary'(_request, response) {
		response.end(Buffer.from([1, 0, 2]));
	},
	'/drip'(_request, response) {
		response.writeHead(200);
		response.write('drip');
	},
	'/nothing': () => undefined,
};

test('a server may answer too much, nothing, or half', async t => {
	const sockets = new Set<Socket>();
	const {port, asked} = await serve(t, (request, response) => {
		sockets.add(request.socket);
		trouble[request.url ?? '']?.(request, response);
	});
	const host = `http://127.0.0.1:${port}`;
	const tools = toolFor([`127.0.0.1:${port}`, '127.0.0.1:1']);
	const endless = await tools.run('http_request', {url: `${host}/endless`});
	t.is(endless.status, 'ok');
	t.true(endless.text.length < 31_000);
	t.regex(await tools.text('http_request', {url: `${host}/half`}), /^failed: .{3}/u);
	t.regex(await tools.text('http_request', {url: `${host}/upgrade`}), /^failed: .{3}/u);
	t.regex(await tools.text('http_request', {url: `${host}/binary`}), /\n\[binary, 3 bytes\]$/u);
	t.regex(await tools.text('http_request', {url: 'http://127.0.0.1:1/'}), /^failed: .*ECONNREFUSED/u);

	const hasty = toolFor([`127.0.0.1:${port}`], {}, 100);
	for (const path of ['/nothing', '/drip']) {
		t.is(await hasty.text('http_request', {url: host + path}), 'failed: The server took longer than 0.1 seconds and was stopped');
	}

	const controller = new AbortController();
	const reason = new Error('enough');
	const count = asked.length;
	const running = t.throwsAsync(tools.run('http_request', {url: `${host}/nothing`}, controller.signal));
	while (asked.length === count) {
		await turn();
	}

	controller.abort(reason);
	t.is(await running, reason);
	// No connection is left.
	await Promise.all([...sockets].map(async socket => socket.closed ? undefined : once(socket, 'close')));
	// A name that is never resolved holds nobody up.
	const never = new Promise<readonly string[]>(() => {
		// Nobody knows it.
	});
	const stuck = caller([httpRequestTool(new AllowedHosts(['slow.test'], async () => never), 100)]);
	t.is(await stuck.text('http_request', {url: 'http://slow.test/'}), 'failed: The server took longer than 0.1 seconds and was stopped');
});
