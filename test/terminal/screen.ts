import {EventEmitter, once} from 'node:events';
import {setImmediate as nextTurn} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import xterm from '@xterm/headless';
import {Screen} from '../../source/terminal/screen.js';

/** A terminal in memory that takes what is written when it is told to. */
// A real one is an emitter.
// eslint-disable-next-line unicorn/prefer-event-target
class FakeTerminal extends EventEmitter {
	columns: number | undefined;
	rows: number | undefined;
	isSlow = false;
	readonly writes: string[] = [];
	readonly #waiting: Array<() => void> = [];
	readonly #emulator: xterm.Terminal;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
		this.#emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
		this.#emulator.write('\u001B[?1049h\u001B[?7l');
	}

	write(text: string, done: () => void): void {
		this.writes.push(text);
		this.#waiting.push(done);
		if (!this.isSlow) {
			this.take();
		}
	}

	take(): void {
		for (const done of this.#waiting.splice(0)) {
			done();
		}
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.#emulator.resize(columns, rows);
		this.emit('resize');
	}

	async shown(): Promise<string[]> {
		await new Promise<void>(resolve => {
			this.#emulator.write(this.writes.splice(0).join(''), resolve);
		});
		return Array.from({length: this.#emulator.rows}, (_, y) => this.#emulator.buffer.active.getLine(y)?.translateToString(true) ?? '');
	}
}

const painted = (rows: string) => `\u001B[?2026h${rows}\u001B[?2026l`;
const row = (y: number, text: string) => `\u001B[${y};1H\u001B[0m\u001B[2K${text}`;
const clear = '\u001B[0m\u001B[2J';

async function open(t: ExecutionContext, columns = 10, rows = 4): Promise<{terminal: FakeTerminal; screen: Screen; write: (frame: string) => Promise<void>}> {
	const terminal = new FakeTerminal(columns, rows);
	const screen = new Screen(terminal);
	screen.start();
	t.teardown(() => {
		screen.stop();
	});
	return {
		terminal,
		screen,
		async write(frame) {
			screen.write(frame);
			await nextTurn();
		},
	};
}

test('the first frame clears once and paints the rows that are not empty', async t => {
	const {terminal, write} = await open(t);
	await write('one\n\nthree');
	t.deepEqual(terminal.writes, [painted(clear + row(1, 'one') + row(3, 'three'))]);
});

test('a frame paints only the rows that changed', async t => {
	const {terminal, write} = await open(t);
	await write('one\ntwo\nthree');
	terminal.writes.length = 0;
	await write('one\n2\nthree\nfour');
	t.deepEqual(terminal.writes, [painted(row(2, '2') + row(4, 'four'))]);
	terminal.writes.length = 0;
	await write('one\n2\nthree\nfour');
	t.deepEqual(terminal.writes, []);
	await write('one');
	t.deepEqual(terminal.writes, [painted(row(2, '') + row(3, '') + row(4, ''))]);
});

test('surplus rows are left out, and a row of full width keeps its last column', async t => {
	const {terminal, write} = await open(t);
	await write('0123456789\n2\n3\n012345678X\n5\n6');
	t.deepEqual(await terminal.shown(), ['0123456789', '2', '3', '012345678X']);
	await write('0123456789\n2\n3\n012345678Y\n5\n7');
	t.deepEqual(await terminal.shown(), ['0123456789', '2', '3', '012345678Y']);
});

test('a style that a row leaves open does not leak into the next', async t => {
	const {terminal, write} = await open(t);
	await write('\u001B[41mred\nplain');
	const plain = terminal.writes.join('');
	t.true(plain.indexOf('\u001B[0m', plain.indexOf('red')) < plain.indexOf('plain'));
});

test('of the frames in one turn only the newest is painted', async t => {
	const {terminal, screen} = await open(t);
	screen.write('one');
	screen.write('two');
	screen.write('three');
	await nextTurn();
	t.deepEqual(terminal.writes, [painted(clear + row(1, 'three'))]);
});

test('a slow terminal gets only the newest frame, after it has taken the one before', async t => {
	const {terminal, write} = await open(t);
	terminal.isSlow = true;
	await write('one');
	for (const frame of ['two', 'three', 'four']) {
		await write(frame);
	}

	t.is(terminal.writes.length, 1);
	terminal.take();
	await nextTurn();
	await nextTurn();
	t.deepEqual(terminal.writes.slice(1), [painted(row(1, 'four'))]);
});

test('flushed waits for the write in flight', async t => {
	const {terminal, screen, write} = await open(t);
	await screen.flushed();
	terminal.isSlow = true;
	await write('one');
	let isFlushed = false;
	const flushed = (async () => {
		await screen.flushed();
		isFlushed = true;
	})();
	await nextTurn();
	t.false(isFlushed);
	terminal.take();
	await flushed;
	t.true(isFlushed);
});

test('a burst of sizes is one resize: one event, one clear, no frame in between', async t => {
	const {terminal, screen, write} = await open(t);
	await write('one\ntwo');
	terminal.writes.length = 0;
	let events = 0;
	const paintedBefore: string[] = [];
	screen.on('resize', () => {
		events++;
		paintedBefore.push(...terminal.writes);
		screen.write(`${screen.columns}x${screen.rows}\ntwo`);
	});
	screen.write('never seen');
	terminal.resize(12, 5);
	terminal.resize(20, 6);
	screen.write('old layout');
	await once(screen, 'resize');
	await nextTurn();
	t.deepEqual(paintedBefore, []);
	t.is(events, 1);
	t.deepEqual(terminal.writes, [painted(clear + row(1, '20x6') + row(2, 'two'))]);
	t.deepEqual(await terminal.shown(), ['20x6', 'two', '', '', '', '']);
});

test('after a resize the last frame is painted again', async t => {
	const {terminal, screen, write} = await open(t);
	await write('one\ntwo\nthree');
	terminal.resize(10, 2);
	await once(screen, 'resize');
	await nextTurn();
	terminal.resize(10, 4);
	await once(screen, 'resize');
	await nextTurn();
	t.deepEqual(await terminal.shown(), ['one', 'two', 'three', '']);
});

test('repaint paints every row again', async t => {
	const {terminal, screen, write} = await open(t);
	await write('one\ntwo');
	terminal.writes.length = 0;
	screen.repaint();
	await nextTurn();
	t.deepEqual(terminal.writes, [painted(clear + row(1, 'one') + row(2, 'two'))]);
});

test('empty texts and terminal modes are not frames', async t => {
	const {terminal, write} = await open(t);
	await write('one');
	terminal.writes.length = 0;
	await write('');
	await write('\u001B[?25h');
	t.deepEqual(terminal.writes, []);
});

test('a stopped screen paints nothing, and catches up when started', async t => {
	const {terminal, screen, write} = await open(t);
	screen.write('one');
	terminal.resize(10, 4);
	screen.stop();
	t.false(screen.writable);
	t.is(terminal.listenerCount('resize'), 0);
	await write('two');
	t.deepEqual(terminal.writes, []);
	screen.start();
	await nextTurn();
	t.deepEqual(terminal.writes, [painted(clear + row(1, 'two'))]);
});

test('a terminal of unknown size has 80 columns and 24 rows', async t => {
	const {terminal, screen} = await open(t);
	t.deepEqual([screen.columns, screen.rows], [10, 4]);
	terminal.columns = 0;
	terminal.rows = undefined;
	t.deepEqual([screen.columns, screen.rows], [80, 24]);
});
