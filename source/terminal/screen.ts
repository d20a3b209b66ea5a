import {EventEmitter} from 'node:events';
import {expandPlaceholders} from './row-placeholders.js';

/** The part of a terminal that a screen paints on. `process.stdout` is one. */
export type PaintedTerminal = {
	/** In characters, like `rows`. Undefined or 0 if unknown. */
	readonly columns?: number;
	readonly rows?: number;
	/** @param done Called when the bytes are out, or have failed. */
	write(text: string, done: (error?: Error | null) => void): unknown;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
};

// A window that is dragged sends dozens of sizes a second, and each costs a whole layout.
const resizePauseMs = 30;

/**
Paints frames on a terminal: only the rows that changed, in one synchronized write.

Passed to Ink as `stdout` with `debug: true`, where it receives every finished frame as plain text. Emits `resize` after the size of the terminal changed.

A frame waits for the end of the current turn of the event loop, for the end of a resize, and for the terminal to have taken the frame before it. Newer frames replace it: a slow terminal sees fewer frames, never old ones. After a resize, `repaint` or `start`, the next frame clears the terminal and paints every row.
*/
// eslint-disable-next-line unicorn/prefer-event-target -- Ink calls `on` and `off`, like on every stream.
export class Screen extends EventEmitter {
	readonly #write: PaintedTerminal['write'];
	#isStarted = false;
	/** The newest frame. */
	#frame: string | undefined;
	/** The rows on the terminal; undefined if unknown. */
	#shown: readonly string[] | undefined;
	/** Whether the newest frame is still to be painted. */
	#isPending = false;
	#inFlight: Promise<void> | undefined;
	#painting: NodeJS.Immediate | undefined;
	#resizing: NodeJS.Timeout | undefined;

	constructor(private readonly terminal: PaintedTerminal) {
		super();
		// Taken now: while the screen is open, the terminal's own `write` is muted.
		this.#write = terminal.write.bind(terminal);
	}

	/** Makes Ink treat this as a terminal. */
	get isTTY(): boolean {
		return true;
	}

	/** 80 if unknown. */
	get columns(): number {
		return known(this.terminal.columns, 80);
	}

	/** 24 if unknown. */
	get rows(): number {
		return known(this.terminal.rows, 24);
	}

	/** Whether frames are wanted. Ink checks it before it renders a last one. */
	get writable(): boolean {
		return this.#isStarted;
	}

	/** Start painting, with the newest frame if there is one. */
	start(): void {
		this.#isStarted = true;
		this.terminal.on('resize', this.#onResize);
		this.repaint();
	}

	/** Stop painting. Leaves no timer behind. Frames written from now on are only kept. */
	stop(): void {
		this.#isStarted = false;
		this.terminal.off('resize', this.#onResize);
		clearTimeout(this.#resizing);
		clearImmediate(this.#painting);
		this.#resizing = undefined;
		this.#painting = undefined;
	}

	/** Take the newest frame: rows joined by `\n`, of which the first that fit are shown. Empty texts and terminal modes (Ink shows the cursor when it ends) are not frames. */
	write(frame: string): boolean {
		if (frame !== '' && !frame.startsWith('\u001B[?')) {
			this.#frame = frame;
			this.#isPending = true;
			this.#schedule();
		}

		return true;
	}

	/** Clear the terminal and paint every row again. */
	repaint(): void {
		this.#shown = undefined;
		this.#isPending = this.#frame !== undefined;
		this.#schedule();
	}

	/** Resolves when the terminal has taken what was written to it, which a stuck one never does. */
	async flushed(): Promise<void> {
		await this.#inFlight;
	}

	readonly #onResize = () => {
		clearImmediate(this.#painting);
		this.#painting = undefined;
		this.#resizing ??= setTimeout(() => {
			this.#resizing = undefined;
			this.repaint();
			this.emit('resize');
		}, resizePauseMs);
	};

	readonly #paint = () => {
		this.#painting = undefined;
		this.#isPending = false;
		const rows = this.#frame === undefined ? [] : expandPlaceholders(this.#frame).split('\n', this.rows);
		const changes = difference(this.#shown, rows);
		this.#shown = rows;
		if (changes !== '') {
			this.#inFlight = this.#send(`\u001B[?2026h${changes}\u001B[?2026l`);
		}
	};

	#schedule(): void {
		if (this.#isStarted && this.#isPending && !this.#inFlight && !this.#resizing) {
			this.#painting ??= setImmediate(this.#paint);
		}
	}

	async #send(bytes: string): Promise<void> {
		await new Promise<void>(resolve => {
			this.#write(bytes, () => {
				resolve();
			});
		});
		this.#inFlight = undefined;
		this.#schedule();
	}
}

// From an unknown state: one clear, and every row that is not empty. Each row first resets the style, in case the row before left one open, and erases itself: with line wrap off, erasing after a row of full width would take its last column.
function difference(shown: readonly string[] | undefined, rows: readonly string[]): string {
	let changes = shown ? '' : '\u001B[0m\u001B[2J';
	for (let y = 0; y < Math.max(rows.length, shown?.length ?? 0); y++) {
		const row = rows[y] ?? '';
		if (row !== (shown?.[y] ?? '')) {
			changes += `\u001B[${y + 1};1H\u001B[0m\u001B[2K${row}`;
		}
	}

	return changes;
}

function known(count: number | undefined, fallback: number): number {
	return count !== undefined && count > 0 ? count : fallback;
}
