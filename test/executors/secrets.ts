import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {redactor, secretsOf} from '../../source/executors/secrets.js';

test('secrets are recognized by the names of their variables', t => {
	t.deepEqual(secretsOf({
		ANTHROPIC_API_KEY: 'key-anthropic', GEMINI_API_KEYS: 'key-gemini-1, key-gemini-2', GITHUB_TOKEN: 'token-github', PGPASSWORD: 'password-pg',
		AWS_SECRET_ACCESS_KEY: '/aBcDeF12/x+y', MYSQL_PWD: 'pwd-mysql', REDISCLI_AUTH: 'auth-redis', SECRET_KEY_BASE: 'base-rails', 'npm_config_//r/:_authToken': 'token-npm', OTHER_KEY_2: 'key-other',
	}), [
		'key-anthropic',
		'key-gemini-1, key-gemini-2',
		'key-gemini-1',
		'key-gemini-2',
		'token-github',
		'password-pg',
		'/aBcDeF12/x+y',
		'pwd-mysql',
		'auth-redis',
		'base-rails',
		'token-npm',
		'key-other',
	]);
	t.deepEqual(secretsOf({
		PATH: '/usr/local/bin:/usr/bin', PWD: '/home/somebody', OLDPWD: '/home/somebody', HOME: '/home/somebody', SSH_AUTH_SOCK: '/tmp/agent.sock', GIT_ASKPASS: 'some-program',
		TLS_KEY: '/etc/tls/key.pem', API_KEY_FILE: 'some-file-name', MAX_TOKENS_PER_DAY: '1000000000',
		KEYBOARD: 'some-keyboard', BYPASS: 'something', MONKEY: 'something', API_KEY: 'short', EMPTY_TOKEN: undefined,
	}), []);
});

test('passwords are found in the URLs of all variables, and in further values', t => {
	const environment = {REDIS_URL: 'rediss://user:pa%24%24word%21@host:6379/0', PROXY: 'http://host:8080/a:b@c', SHORT: 'redis://:pw@host'};
	t.deepEqual(secretsOf(environment, 'redis://:password-2@host', 'another one'), ['pa%24%24word%21', 'pa$$word!', 'password-2', 'another one']);
});

test('a secret is replaced in every encoding, anywhere in a value', t => {
	const secret = 'pä"ss/w\\ord\n+ 1$&';
	const redact = redactor([secret, 'pä"ss/w\\ord\n+ 1$& and more', 'short']);
	const json = JSON.stringify({secret});
	for (const form of [secret, `${secret} and more`, encodeURIComponent(secret), encodeURIComponent(secret).toLowerCase(), String(new URLSearchParams({secret})), json, JSON.stringify({json})]) {
		t.regex(redact(`before ${form} after`), /^before .*\[secret].* after$/);
		t.notRegex(redact(`before ${form} after`), /ss.{1,8}w|and more/i);
	}

	const value = {
		text: `see ${secret}`, [secret]: [1, null, true, [secret, 'short']], nested: JSON.parse('{"__proto__": "x"}') as unknown,
	};
	t.deepEqual(redact(value), {text: 'see [secret]', '[secret]': [1, null, true, ['[secret]', 'short']], nested: JSON.parse('{"__proto__": "x"}') as unknown});
	t.is(value.text, `see ${secret}`);
	t.deepEqual(redactor([])(['nothing', secret]), ['nothing', secret]);
});

test('a secret is replaced in base64, whatever surrounds it', t => {
	const secret = 'hunter2-hunter3';
	const redact = redactor([secret]);
	t.notThrows(() => {
		fc.assert(fc.property(fc.uint8Array({maxLength: 20}), fc.uint8Array({maxLength: 20}), fc.constantFrom('base64' as const, 'base64url' as const), (before, after, encoding) => {
			const text = Buffer.concat([before, Buffer.from(secret), after]).toString(encoding);
			const [head = '', tail] = redact(text).split('[secret]');
			// At each end at most some bits of one byte are left.
			return tail !== undefined && head.length <= Math.ceil(before.length * 4 / 3) && tail.replaceAll('=', '').length <= Math.ceil(after.length * 4 / 3) + 1;
		}));
	});
});

test('well-known key formats, passwords in URLs and private keys are replaced', t => {
	const redact = redactor([]);
	const block = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEowIBAAKCAQEA+/9xyz==\n-----END ${kind}PRIVATE KEY-----`;
	for (const key of [
		`sk-ant-api03-${'aB3_-'.repeat(10)}`,
		`sk-proj-${'aB3'.repeat(10)}`,
		`AKIA${'A1B2'.repeat(4)}`,
		`ghp_${'aB3d'.repeat(9)}`,
		`github_pat_${'aB3_'.repeat(9)}`,
		`AIza${'aB3_-'.repeat(7)}`,
		`npm_${'aB3d'.repeat(9)}`,
		'xoxb-123456-abcdef',
		block(''),
		block('RSA '),
		JSON.stringify(block('EC ')).slice(1, -1),
	]) {
		t.is(redact(`It is "${key}", see`), 'It is "[secret]", see');
	}

	t.is(redact(`${block('').slice(0, 70)}`), '[secret]');
	t.is(redact('redis://user:pass@host and redis://:p%40ss@[::1]:6379'), 'redis://user:[secret]@host and redis://:[secret]@[::1]:6379');
	const harmless = 'sk-folding-cube risk-and-more AKIA ghp_ https://host:8080/path someone@example.com 10:30@noon -----BEGIN CERTIFICATE-----\nMIIE -----BEGIN PRIVATE KEY----- is in a.pem';
	t.is(redact(harmless), harmless);
});

test('megabytes of anything take linear time, and nothing throws', t => {
	const secrets = Array.from({length: 30}, (_, index) => `secret-${index}-aaaaaaaaaaaaaaaa`);
	const redact = redactor([...secrets, '\uD800 half a character']);
	// A pattern that takes quadratic time would be at it for hours.
	for (const piece of ['a', 'a://', 'a:b@', 'a://b:c', '-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\nMIIE ', 'sk-', 'secret-1-aaaaaaaa', 'ghp_aaaa', '\uD800', '世']) {
		const text = piece.repeat(Math.ceil(3_000_000 / piece.length));
		t.is(typeof redact({text}).text, 'string');
	}

	const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
	t.notThrows(() => {
		redact(deep);
	});
	t.deepEqual(redact([undefined]), [undefined]);
	const date = new Date(0);
	t.is(redact(date), date);
});
