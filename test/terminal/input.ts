import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {TerminalInput} from '../../source/terminal/input.js';

function listen(t: ExecutionContext): {input: TerminalInput; events: string[]; keys: () => string} {
	const events: string[] = [];
	const input = new TerminalInput({
		onFocus(focused) {
			events.push(focused ? 'in' : 'out');
		},
		onPaste(text) {
			events.push(`paste ${text}`);
		},
	});
	// As Ink does.
	input.setEncoding('utf8');
	t.teardown(() => {
		input.reset();
	});
	return {input, events, keys: () => (input.read() as string | null) ?? ''};
}

test('keys pass unchanged and at once', t => {
	const {input, events, keys} = listen(t);
	for (const bytes of ['j', '\u0003', '\u001B[A', '\u001BOP', '\u001B[1;5C', '\u001B\u001B[A', 'é日', '\u001B[Z', '\u001Bx', '\u001B[2~', '\u001B[20~']) {
		input.feed(bytes);
		t.is(keys(), bytes);
	}

	t.deepEqual(events, []);
});

test('an Esc alone passes when nothing follows', async t => {
	const {input, events, keys} = listen(t);
	input.feed('a\u001B');
	t.is(keys(), 'a');
	await once(input, 'readable');
	t.is(keys(), '\u001B');
	t.deepEqual(events, []);
});

test('an Esc that waits is not mixed up with the key after it', t => {
	const {input, keys} = listen(t);
	input.feed('\u001B');
	input.feed('j');
	t.is(keys(), '\u001Bj');
});

test('focus reports and pastes are taken out, however the bytes are split', t => {
	const text = 'a\u001B[Ib\u001B[200~one\r\ntwo\rthree\u001B[A\u001B[I\u001B[20\u001B[201~c\u001B[O\u001B\u001B[Id\u001B[200~\u001B[201~e\u001B[201~f';
	fc.assert(fc.property(fc.array(fc.integer({min: 0, max: text.length})), cuts => {
		const {input, events, keys} = listen(t);
		const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
		for (const [index, edge] of edges.slice(1).entries()) {
			input.feed(text.slice(edges[index], edge));
		}

		t.is(keys(), 'abc\u001Bdef');
		t.deepEqual(events, ['in', 'paste one\ntwo\nthree\u001B[A\u001B[I\u001B[20', 'out', 'in', 'paste ']);
	}));
});

test('Ctrl-C alone ends a paste whose end mark was lost', t => {
	const {input, events, keys} = listen(t);
	input.feed('\u001B[200~half a paste\u0003');
	t.is(keys(), '');
	input.feed('\u0003');
	t.is(keys(), '\u0003');
	input.feed('q');
	t.is(keys(), 'q');
	t.deepEqual(events, []);
});

test('what had begun is forgotten on reset', t => {
	const {input, events, keys} = listen(t);
	input.feed('\u001B[200~abc');
	input.reset();
	input.feed('\u001B[');
	input.reset();
	input.feed('I');
	t.is(keys(), 'I');
	t.deepEqual(events, []);
});
