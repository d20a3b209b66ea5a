import test from 'ava';
import fc from 'fast-check';
import {describeAddress, parseAddress, type Address} from '../../source/redis/address.js';
import {UserError, exitCodes} from '../../source/protocol/user-error.js';

const accepted: ReadonlyArray<readonly [string, Address]> = [
	['redis://localhost', {
		kind: 'tcp', host: 'localhost', port: 6379, tls: false, db: 0,
	}],
	['redis://', {
		kind: 'tcp', host: 'localhost', port: 6379, tls: false, db: 0,
	}],
	[' REDIS://10.0.0.7:7000/3\n', {
		kind: 'tcp', host: '10.0.0.7', port: 7000, tls: false, db: 3,
	}],
	['redis://h?db=4', {
		kind: 'tcp', host: 'h', port: 6379, tls: false, db: 4,
	}],
	['valkey://h/', {
		kind: 'tcp', host: 'h', port: 6379, tls: false, db: 0,
	}],
	['rediss://user:p%40ss%2Fword@cache.example.com:6380/1', {
		kind: 'tcp', host: 'cache.example.com', port: 6380, tls: true, username: 'user', password: 'p@ss/word', db: 1,
	}],
	['valkeys://:only-a-password@h', {
		kind: 'tcp', host: 'h', port: 6379, tls: true, password: 'only-a-password', db: 0,
	}],
	['redis://user:with@at:and:colons@h', {
		kind: 'tcp', host: 'h', port: 6379, tls: false, username: 'user', password: 'with@at:and:colons', db: 0,
	}],
	['redis://nobody@h', {
		kind: 'tcp', host: 'h', port: 6379, tls: false, username: 'nobody', db: 0,
	}],
	['redis://[::1]:7000/0', {
		kind: 'tcp', host: '::1', port: 7000, tls: false, db: 0,
	}],
	['unix:///run/my%20redis.sock?db=2', {kind: 'unix', path: '/run/my redis.sock', db: 2}],
	['unix://user:secret@/run/redis.sock', {
		kind: 'unix', path: '/run/redis.sock', username: 'user', password: 'secret', db: 0,
	}],
	['redis+sentinel://a:26380,b,[::1]:1/my%20primary', {
		kind: 'sentinel',
		sentinels: [{host: 'a', port: 26_380}, {host: 'b', port: 26_379}, {host: '::1', port: 1}],
		name: 'my primary',
		tls: false,
		db: 0,
	}],
	['rediss+sentinel://user:secret@a/primary/7', {
		kind: 'sentinel', sentinels: [{host: 'a', port: 26_379}], name: 'primary', tls: true, username: 'user', password: 'secret', db: 7,
	}],
];

for (const [text, address] of accepted) {
	test(`${JSON.stringify(text)} is read`, t => {
		t.deepEqual(parseAddress(text), address);
	});
}

const refused: ReadonlyArray<readonly [string, RegExp]> = [
	['', /is none of these/],
	['localhost:6379', /is none of these/],
	['https://user:secret@h', /begins with https:\/\//],
	['redis://user:secret@h:0', /port that is not between 1 and 65535/],
	['redis://user:secret@h:65536', /port that is not between 1 and 65535/],
	['redis://user:secret@h:port', /host that is neither/],
	['redis://user:secret@a,b', /host that is neither/],
	['redis://user:secret@[::g]', /host that is neither/],
	['redis://user:secret@h/one', /db that is not a number/],
	['redis://user:secret@h/-1', /db that is not a number/],
	['redis://user:secret@h/0/1', /more than a db number/],
	['redis://user:secret%@h', /% in the password/],
	['redis://user:secret@h?ssl_cert_reqs=none', /unknown option/],
	['redis://user:sec/secret@h', /host that is neither/],
	['redis://user:123/secret@h', /db that is not a number/],
	['redis://user:123?secret@h', /unknown option/],
	['redis://user:12#secret@h', /is none of these/],
	['unix://run/redis.sock?password=secret', /unknown option/],
	['unix://run/secret.sock', /absolute path/],
	['unix:///', /absolute path/],
	['redis+sentinel://user:secret@a,b', /name of the primary/],
	['redis+sentinel://user:secret@a/name/0/1', /name of the primary/],
];

for (const [text, message] of refused) {
	test(`${JSON.stringify(text)} is refused in one line without the password`, t => {
		const error = t.throws(() => parseAddress(text), {instanceOf: UserError, message});
		t.is(error.exitCode, exitCodes.usage);
		t.notRegex(error.message, /secret|\n/);
	});
}

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
const endpoint = fc.record({host, port: fc.integer({min: 1, max: 65_535})});
const db = fc.nat(1000);
const anyAddress: fc.Arbitrary<Address> = fc.oneof(
	fc.tuple(endpoint, fc.boolean(), db).map(([at, tls, number]) => ({
		kind: 'tcp' as const, ...at, tls, db: number,
	})),
	fc.tuple(fc.string({unit: 'grapheme', minLength: 1}), db).map(([path, number]) => ({kind: 'unix' as const, path: `/${path}`, db: number})),
	fc.tuple(fc.array(endpoint, {minLength: 1, maxLength: 4}), fc.string({unit: 'grapheme', minLength: 1}), fc.boolean(), db).map(([sentinels, name, tls, number]) => ({
		kind: 'sentinel' as const, sentinels, name, tls, db: number,
	})),
);

test('what describes an address is read back as that address', t => {
	fc.assert(fc.property(anyAddress, address => {
		t.deepEqual(parseAddress(describeAddress(address)), address);
	}));
});

test('a description tells neither user nor password', t => {
	t.is(describeAddress(parseAddress('valkeys://somebody:secret@h:1/2')), 'rediss://h:1/2');
	t.is(describeAddress(parseAddress('unix://somebody:secret@/run/redis.sock')), 'unix:///run/redis.sock');
	t.is(describeAddress(parseAddress('redis+sentinel://somebody:secret@a,b:1/primary')), 'redis+sentinel://a:26379,b:1/primary/0');
});
