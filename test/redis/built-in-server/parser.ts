import {Buffer} from 'node:buffer';
import process from 'node:process';
import test from 'ava';
import {ProtocolError, RequestParser} from '../../../source/redis/built-in-server/request-parser.js';
import {cut, fuzzParser, parsePieces} from '../../_helpers/fuzz-requests.js';
import {Random} from '../../_helpers/hostile-random.js';
import {encodeCommands} from './_raw-client.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const parse = (text: string, isTrusted?: () => boolean) => parsePieces([bytes(text)], isTrusted);

test('arrays of texts become commands, and the rest is kept', t => {
	t.deepEqual(parse('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$0\r\n\r\n*2\r\n$1\r\na'), {commands: [['GET', 'k'], ['']], pendingBytes: 1});
	t.deepEqual(parse('*1\r\n$5\r\n\0\u00FF\r\n*\r\n').commands, [['\0\u00FF\r\n*']]);
	t.deepEqual(parse('*0\r\n*-1\r\n*-9223372036854775808\r\nPING\r\n').commands, [['PING']]);
	// What follows a carriage return is taken for the line feed, as Redis does it.
	t.deepEqual(parse('*1\rX$1\rYaZZ').commands, [['a']]);
});

test('one line becomes a command, with quotation marks and escapes', t => {
	const words = (line: string) => parse(`${line}\r\n`).commands[0];
	t.deepEqual(words('  SET "a b"\tc  '), ['SET', 'a b', 'c']);
	t.deepEqual(words(String.raw`"\x41\n\r\t\b\a\q\\" 'it\'s \n' x"y z"`), ['A\n\r\t\b\u0007q\\', String.raw`it's \n`, 'xy z']);
	t.deepEqual(words(String.raw`"\X41\x4" a\n`), ['X41x4', String.raw`a\n`]);
	t.deepEqual(words('a\vb \v\fc "d"\v"e"'), ['a\vb', 'c', 'd', 'e']);
	t.deepEqual(parse('\r\n\n PING\n').commands, [['PING']]);
	for (const line of ['"', '\'', '"a"b', '\'a\'"b"', String.raw`"\"`]) {
		t.is(parse(`PING\r\n${line}\n`).error, 'ERR Protocol error: unbalanced quotes in request', `${line}`);
	}
});

test('a byte of 0 hides the end of a line, as in C', t => {
	t.deepEqual(parse('a\0b\r\nPING\r\n'), {commands: [], pendingBytes: 11});
	t.deepEqual(parse('*1\0\r\n$1\r\na\r\n').commands, []);
	t.is(parse(`a\0b\r\n${'x'.repeat(65_532)}`).error, 'ERR Protocol error: too big inline request');
});

test('lengths that are none end the connection with the words of Redis', t => {
	for (const length of ['', 'a', '00', '01', '+1', '-0', ' 1', '1 ', '1.0', '2147483648', '9223372036854775808', '-9223372036854775809']) {
		t.is(parse(`*${length}\r\n`).error, 'ERR Protocol error: invalid multibulk length', `${length}`);
	}

	for (const length of ['', 'a', '00', '01', '-1', '268435457', '536870913', '9223372036854775808']) {
		t.is(parse(`*1\r\n$${length}\r\n`).error, 'ERR Protocol error: invalid bulk length', `${length}`);
	}

	t.is(parse('*1\r\n!3\r\n').error, 'ERR Protocol error: expected \'$\', got \'!\'');
	t.is(parse('*1\r\n!3').error, undefined);
	t.is(parse('*2147483647\r\n$268435456\r\n').error, undefined);
});

test('a line ends within 64 KiB, in how many pieces ever it comes', t => {
	const limit = 65_536;
	for (const [start, error] of [['*', 'too big mbulk count string'], ['*1\r\n$', 'too big bulk count string'], ['*1\r\n+', 'too big bulk count string'], ['P', 'too big inline request']] as const) {
		const head = start.slice(start.lastIndexOf('\n') + 1);
		const text = start + '1'.repeat(limit - head.length);
		t.is(parse(text).error, undefined);
		t.is(parse(`${text}1`).error, `ERR Protocol error: ${error}`);
		t.is(parse(`${text}1\r\n`).error, `ERR Protocol error: ${error}`);
	}

	t.deepEqual(parse(`${'P'.repeat(limit - 1)}\r\n`).commands, [['P'.repeat(limit - 1)]]);
});

test('a client that has not said its password may send short commands only', t => {
	const strange = () => false;
	t.is(parse('*11\r\n', strange).error, 'ERR Protocol error: unauthenticated multibulk length');
	t.is(parse('*1\r\n$16385\r\n', strange).error, 'ERR Protocol error: unauthenticated bulk length');
	t.is(parse(encodeCommands([Array.from({length: 10}, () => 'x'.repeat(16_384))]), strange).commands.length, 1);
	t.is(parse(encodeCommands([Array.from({length: 11}, () => 'x'.repeat(16_385))])).commands.length, 1);
});

test('a mistake comes after the commands before it', t => {
	t.deepEqual(parse('PING\r\n*1\r\n$4\r\nPING\r\n*x\r\nPING\r\n'), {
		commands: [['PING'], ['PING']], error: 'ERR Protocol error: invalid multibulk length', pendingBytes: 0,
	});
	t.is(parse('*1\r\n'.repeat(1_000_000)).error, 'ERR Protocol error: expected \'$\', got \'*\'');
	t.is(parse('['.repeat(1_000_000)).error, 'ERR Protocol error: too big inline request');
});

test('it counts what it keeps', t => {
	const parser = new RequestParser();
	const read = (text: string) => {
		parser.read(bytes(text), () => undefined);
		return parser.pendingBytes;
	};

	t.is(read('PING\r\n*1\r\n$4'), 2);
	t.is(read('\r\nPI'), 2);
	t.is(read('NG\r\nPING\r\n'), 0);
	t.is(parser.heldBytes, 0);
});

test('random commands come out as they went in, wherever they are cut', t => {
	const random = new Random(1);
	for (let index = 0; index < 300; index++) {
		const commands = random.times(1 + random.int(4), () => random.times(1 + random.int(5), () => random.bytes(random.int(random.pick([4, 30, 300]))).toString('latin1')));
		const whole = bytes(encodeCommands(commands));
		for (let at = 0; at <= whole.length; at += whole.length < 100 ? 1 : 1 + random.int(20)) {
			t.deepEqual(parsePieces([whole.subarray(0, at), whole.subarray(at)]).commands, commands);
		}

		t.deepEqual(parsePieces(Array.from(whole, byte => Buffer.of(byte))).commands, commands);
		t.deepEqual(parsePieces(cut(random, whole)).commands, commands);
	}
});

test('200,000 random inputs: nothing but protocol errors, and pieces give the same as the whole', t => {
	t.is(fuzzParser(new Random(20_261_121), 200_000), undefined);
});

test('a length that never comes takes no memory', t => {
	const before = process.memoryUsage();
	const parsers = Array.from({length: 100}, () => {
		const parser = new RequestParser();
		parser.read(bytes('*2147483647\r\n$200000000\r\nx'), () => {
			t.fail();
		});
		return parser;
	});
	const after = process.memoryUsage();
	t.true(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed < 20_000_000);
	t.is(parsers.at(-1)?.pendingBytes, 1);
});

test('a long text in a million small pieces takes no more than a few times its length', t => {
	const parser = new RequestParser();
	const length = 8_000_000;
	let got: string | undefined;
	const each = ([text]: string[]) => {
		got = text;
	};

	parser.read(bytes(`*1\r\n$${length}\r\n`), each);
	const piece = bytes('12345678');
	const before = process.memoryUsage();
	for (let index = 0; index < length / 8; index++) {
		parser.read(piece, each);
	}

	const after = process.memoryUsage();
	t.is(parser.pendingBytes, length);
	// Old buffers are counted until they are collected.
	t.true(after.arrayBuffers - before.arrayBuffers < 8 * length);
	parser.read(bytes('\r\n'), each);
	t.is(got?.length, length);
	t.is(parser.pendingBytes, 0);
});

test('what a parser throws is a ProtocolError', t => {
	t.throws(() => {
		new RequestParser().read(bytes('*x\r\n'), () => undefined);
	}, {instanceOf: ProtocolError, message: 'ERR Protocol error: invalid multibulk length'});
});
