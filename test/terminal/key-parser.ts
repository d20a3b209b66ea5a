import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {KeyParser} from '../../source/terminal/key-parser.js';
import {keySequences, unfinished} from '../_helpers/key-sequences.js';

function parser(): {readonly parser: KeyParser; readonly feed: (...texts: readonly string[]) => void; readonly events: string[]} {
	const events: string[] = [];
	const parser = new KeyParser(event => {
		events.push(event.kind === 'key' ? event.name : (event.kind === 'paste' ? `paste ${event.text}` : `focus ${event.isFocused}`));
	});
	return {
		parser,
		events,
		feed(...texts) {
			for (const text of texts) {
				parser.feed(Buffer.from(text));
			}
		},
	};
}

/** What comes of bytes that arrive in these pieces, with a key before and after. */
function read(...pieces: readonly Buffer[]): readonly string[] {
	const {parser: keys, events} = parser();
	for (const piece of [Buffer.from('j'), ...pieces, Buffer.from('k')]) {
		keys.feed(piece);
	}

	return events;
}

test('every sequence is one key or none, however it is split', t => {
	for (const [text, name] of keySequences) {
		const bytes = Buffer.from(text);
		const expected = name === null ? ['j', 'k'] : ['j', name, 'k'];
		t.deepEqual(read(bytes), expected, `${text}`);
		for (let at = 1; at < Math.min(bytes.length, 40); at++) {
			t.deepEqual(read(bytes.subarray(0, at), bytes.subarray(at)), expected, `${text} at ${String(at)}`);
		}
	}
});

test('all sequences in one read are emitted in order', t => {
	const {feed, events} = parser();
	feed(keySequences.map(([text]) => text).join(''));
	t.deepEqual(events, keySequences.flatMap(([, name]) => name === null ? [] : [name]));
});

test('Esc alone is recognised at the timeout; keys with Alt are ignored', t => {
	const {parser: keys, feed, events} = parser();
	feed('a\u001B');
	t.deepEqual(events, ['a']);
	t.is(keys.timeoutMs, 50);
	keys.timeOut();
	t.is(keys.timeoutMs, 0);
	feed('\u001B\u001B');
	keys.timeOut();
	feed('\u001B\u001B\u001B');
	keys.timeOut();
	t.deepEqual(events, ['a', ...Array.from<string>({length: 6}).fill('escape')]);
});

test('an unfinished sequence is dropped at the timeout', t => {
	for (const text of [...unfinished, '\u001B[1;5', '\u001B[M!', '\u001B[[', '\u001B\u001B[', '\u001B]11;rgb:q\u001B', '\u001B[200~q\rP', '\u001B[200~q\u001B[201']) {
		const {parser: keys, feed, events} = parser();
		feed(text);
		t.true(keys.timeoutMs >= 500, `${text}`);
		keys.timeOut();
		t.is(keys.timeoutMs, 0);
		feed('k');
		t.deepEqual(events, ['k'], `${text}`);
	}
});

test('Ctrl-C interrupts everything but a paste', t => {
	for (const text of [...unfinished, '\u001B', '\u001B[1;', '\u001B[M']) {
		t.deepEqual(read(Buffer.from(`${text}\u0003`)), ['j', 'ctrl-c', 'k'], `${text}`);
	}

	t.deepEqual(read(Buffer.from('\u001B[200~q\u0003\u001B[201~')), ['j', 'paste q\u0003', 'k']);
});

test('pastes and focus reports are no keys, however they are split', t => {
	const text = Buffer.from('a\u001B[Ib\u001B[200~one\r\ntwo\rthrée\u001B[A\u001B[I\u001B[20\u001B\u001B[201~c\u001B[O\u001B\u001B[Id\u001B\u001B[200~q\u001B[201~e\u001B[201~f');
	fc.assert(fc.property(fc.array(fc.integer({min: 0, max: text.length})), cuts => {
		const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
		const expected = ['j', 'a', 'focus true', 'b', 'paste one\ntwo\nthrée\u001B[A\u001B[I\u001B[20\u001B', 'c', 'focus false', 'focus true', 'd', 'paste q', 'e', 'f', 'k'];
		t.deepEqual(read(...edges.slice(1).map((edge, index) => text.subarray(edges[index], edge))), expected);
	}));
});

test('a large paste is truncated, and the rest is not taken for keys', t => {
	const {feed, events} = parser();
	feed(`\u001B[200~${'x'.repeat(5_000_000)}\u001B[201~k`);
	t.is(events.length, 2);
	t.is(events[0]!.length, 'paste '.length + 100_000);
	t.is(events[1], 'k');
});

test('reset discards partial input', t => {
	const {parser: keys, feed, events} = parser();
	for (const text of ['\u001B[200~abc', '\u001B[', '\u001B']) {
		feed(text);
		keys.reset();
		feed('I');
	}

	keys.feed(Buffer.from([0xC3]));
	keys.reset();
	keys.feed(Buffer.from('\u00E9'));
	t.deepEqual(events, ['I', 'I', 'I', 'é']);
});

const names = /^(?:[^\p{Cc}\p{Cf}\p{Co}\p{Cs}]|ctrl-[a-z]|up|down|left|right|home|end|pageup|pagedown|enter|escape|tab|shift-tab|backspace|delete|focus \w+|paste [^]*)$/u;

test('random bytes emit only known names, and the timeout returns to ground', t => {
	const bytes = fc.array(fc.oneof(
		fc.constantFrom(...keySequences.map(([text]) => Buffer.from(text)).filter(({length}) => length < 100)),
		fc.uint8Array({maxLength: 8}).map(array => Buffer.from(array)),
		fc.string({unit: fc.constantFrom(...'\u001B[]OP_;:?<$~u0127MAZ\\\u0007')}).map(text => Buffer.from(text)),
	), {maxLength: 20});
	fc.assert(fc.property(bytes, pieces => {
		const {parser: keys, events} = parser();
		for (const piece of pieces) {
			keys.feed(piece);
		}

		t.deepEqual(events.filter(event => !names.test(event)), []);
		keys.timeOut();
		t.is(keys.timeoutMs, 0);
	}), {numRuns: 2000});
});
