import test from 'ava';
import {UserError} from '../../../../source/protocol/user-error.js';
import {AllowedHosts, kindOfAddress} from '../../../../source/executors/messages-api/tools/allowed-hosts.js';
import {httpRequestTool} from '../../../../source/executors/messages-api/tools/http-request.js';
import {caller} from './_scene.js';
import {say, serve, toolFor} from './_server.js';

test('only listed hosts and ports are reached, however they are written', async t => {
	const {port, asked} = await serve(t, say('reached'));
	const other = await serve(t, say('reached'));
	const tools = toolFor([`127.0.0.1:${port}`, 'api.test', `public.test:${port}`, `rebound.test:${port}`], {
		'api.test': ['127.0.0.1'], 'public.test': ['127.0.0.1'], 'rebound.test': ['93.184.216.34', '169.254.169.254'], 'other.test': ['127.0.0.1'],
	});
	for (const host of '127.0.0.1 2130706433 0x7f.1 0177.0.0.1 public.test PUBLIC.test'.split(' ')) {
		t.regex(await tools.text('http_request', {url: `http://${host}:${port}/`}), /^200 OK\n[^]*reached$/u, `host ${host}`);
	}

	t.is(asked.length, 6);
	const addresses = '127.0.0.2 localhost [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] 0.0.0.0 0 [::]';
	const names = 'other.test public.test. x.public.test public.test@other.test user:password@127.0.0.1 user@127.0.0.1 rebound.test';
	const refused = [
		...`${addresses} ${names}`.split(' ').map(host => `http://${host}:${port}/`),
		...['ftp:', 'gopher:', 'ws:'].map(protocol => `${protocol}//127.0.0.1:${port}/`),
		...'file:///etc/passwd data:text/plain,x unix:/run/x http://127.0.0.1/ http://api.test/'.split(' '),
		`http://127.0.0.1:${other.port}/`,
		`http://other.test:${port}/?@public.test:${port}`,
		`https://rebound.test:${port}/`,
	];
	for (const url of refused) {
		const {status, text} = await tools.run('http_request', {url});
		t.is(status, 'denied', `${url}: ${text}`);
	}

	t.is(asked.length + other.asked.length, 6);
	for (const host of ['http://x.test', 'x.test/path', 'user@x.test', '*.test', 'x.test:port', '', 'x test', '::1', 'x%2etest', '[::1']) {
		t.throws(() => new AllowedHosts([host]), {instanceOf: UserError}, `host ${host}`);
	}
});

const never = {
	four: '169.254.169.254 169.254.0.1 100.100.100.200 168.63.129.16 192.0.0.192 0.0.0.0 0.1.2.3 224.0.0.1 255.255.255.255 240.0.0.1',
	six: 'fe80::1 febf::1 fe80::1%eth0 fec0::1 fd00:ec2::254 ff02::1 ::',
	fourInSix: '::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:a9fe:a9fe::1 2001:0:a9fe:a9fe:: ::a9fe:a9fe ::7f00:1 ::ffff:0:127.0.0.1',
	none: 'x 1 1.2.3 1.2.3.4/8',
};
const inside = '10.0.0.1 127.0.0.1 127.255.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 198.18.0.1 ::1 fc00::1 fd12::1';

test('dangerous addresses are never reached, even if listed', async t => {
	const literals = '169.254.169.254 100.100.100.200 0.0.0.0 [fe80::1] [fd00:ec2::254] [::ffff:a9fe:a9fe] [::]'.split(' ');
	for (const address of Object.values(never).flatMap(list => list.split(' '))) {
		t.is(kindOfAddress(address), 'never', `address ${address}`);
		const tools = toolFor(['x.test', 'y.test', ...literals], {'x.test': [address], 'y.test': ['8.8.8.8', address]});
		t.is(await tools.status('http_request', {url: 'http://x.test/'}), 'denied', `address ${address}`);
		t.is(await tools.status('http_request', {url: 'http://y.test/'}), 'denied', `address ${address}`);
	}

	for (const address of inside.split(' ')) {
		t.is(kindOfAddress(address), 'private', `address ${address}`);
		const tools = toolFor(['x.test', 'localhost:81', '10.0.0.1:81'], {'x.test': [address]});
		t.is(await tools.status('http_request', {url: 'http://x.test/'}), 'denied', `address ${address}`);
	}

	for (const address of '8.8.8.8 172.32.0.1 100.128.0.1 169.253.0.1 2606:4700::1111 2a00::1'.split(' ')) {
		t.is(kindOfAddress(address), 'public', `address ${address}`);
	}

	const listed = toolFor(['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal'], {'metadata.google.internal': ['8.8.8.8']});
	for (const host of '169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [fd00:ec2::254] metadata.google.internal METADATA.google.internal.'.split(' ')) {
		t.is(await listed.status('http_request', {url: `http://${host}/latest/meta-data/`}), 'denied', `host ${host}`);
	}
});

test('a redirect is checked like the first request', async t => {
	const hidden = await serve(t, say('hidden'));
	let location = '';
	const {port, asked} = await serve(t, (request, response) => {
		if (request.url === '/end') {
			response.end('end');
		} else {
			response.writeHead(Number(request.url?.slice(1)), {location}).end();
		}
	});
	const tools = toolFor([`127.0.0.1:${port}`, `a.test:${port}`, `evil.test:${port}`], {'a.test': ['127.0.0.1'], 'evil.test': ['169.254.169.254']});
	const url = `http://127.0.0.1:${port}`;
	const away = [
		...'http://169.254.169.254/latest/ http://[::ffff:169.254.169.254]/ http://0/ http://2852039166/ file:///etc/passwd http://metadata.google.internal/'.split(' '),
		`http://127.0.0.1:${hidden.port}/`,
		`//127.0.0.1:${hidden.port}/`,
		`http://localhost:${hidden.port}/`,
		`http://evil.test:${port}/`,
		`http://x:y@127.0.0.1:${port}/end`,
	];
	for (location of away) {
		for (const code of [301, 302, 303, 307, 308]) {
			const {status, text} = await tools.run('http_request', {url: `${url}/${code}`});
			t.is(status, 'denied', `${location}: ${text}`);
		}
	}

	t.is(hidden.asked.length, 0);
	location = `${url}/302`;
	const before = asked.length;
	t.regex(await tools.text('http_request', {url: location}), /^failed: Expected at most 5 redirects/u);
	t.is(asked.length - before, 6);

	// What is sent along: a secret only to whom it was meant for, a body only where it is sent again.
	for (const [code, target, method] of [[302, '/end', 'GET'], [303, '/end', 'GET'], [307, '/end', 'POST'], [308, `http://a.test:${port}/end`, 'POST']] as const) {
		location = target;
		const answer = await tools.text('http_request', {
			url: `${url}/${code}`, method: 'POST', headers: {authorization: 'x', 'x-key': 'y', 'content-type': 'text/x'}, body: 'body',
		});
		t.regex(answer, /^200 OK\n\[redirected to http:\/\/[^\n]*\/end\]\n[^]*end$/u);
		const last = asked.at(-1);
		t.is(last?.method, method);
		t.is(last?.headers.authorization, target === '/end' ? 'x' : undefined);
		t.is(last?.headers['x-key'], target === '/end' ? 'y' : undefined);
		t.is(last?.headers['content-type'], method === 'GET' ? undefined : 'text/x');
		t.is(last?.headers['content-length'], method === 'GET' ? undefined : '4');
	}
});

test('the connection goes to the address that was checked', async t => {
	const {port} = await serve(t, say('reached'));
	let lookups = 0;
	const tools = caller([httpRequestTool(new AllowedHosts([`rebound.test:${port}`, `127.0.0.1:${port}`], async () => {
		lookups++;
		return [lookups === 1 ? '127.0.0.1' : '169.254.169.254'];
	}))]);
	t.regex(await tools.text('http_request', {url: `http://rebound.test:${port}/`}), /reached$/u);
	t.is(lookups, 1);
	t.is(await tools.status('http_request', {url: `http://rebound.test:${port}/`}), 'denied');
});
