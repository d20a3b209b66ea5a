import {EventEmitter} from 'node:events';
import {Buffer} from 'node:buffer';
import {
	clearImmediate,
	clearTimeout,
	setImmediate,
	setTimeout,
} from 'node:timers';
import {expandPlaceholders} from './row-placeholders.js';

/** The part of a terminal that a screen paints on. `process.stdout` is one. */
export type PaintedTerminal = {
	/** In characters, as `rows`. Undefined or 0 where the terminal does not know. */
	readonly columns?: number;
	readonly rows?: number;
	/** @param done Called when the bytes have left, with an error if they could not. */
	write(text: string, done: (error?: Error | null) => void): unknown;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
};

/** How large a terminal is, in characters. */
export type TerminalSize = {readonly columns: number; readonly rows: number};

/** What a screen did since it was made, for measurements. */
export type ScreenCounters = {
	/** Frames painted: at least one row differed. */
	readonly frames: number;
	/** Bytes written for them. */
	readonly bytes: number;
	/** Frames replaced by a newer one before they were painted. */
	readonly dropped: number;
};

// A window that is dragged sends dozens of sizes a second, and each costs a whole layout.
const resizePauseMs = 30;

/**
Paints frames on a terminal: only the rows that changed, in one synchronized write.

Given to Ink as `stdout` with `debug: true`, where it gets every finished frame as one plain text, without cursor movement.
Emits `resize` after the size of the terminal changed.

A frame that is written waits for the end of the current turn of the event loop, for the end of a resize, and for the terminal to have taken the frame before it.
Whatever else is written while it waits replaces it: a slow terminal sees fewer frames, never old ones. After a resize, `repaint` or `start`, what the
terminal shows is taken to be lost: the next frame clears it once and paints every row.
*/
// Ink calls `on` and `off`, as every stream has them.
// eslint-disable-next-line unicorn/prefer-event-target
export class Screen extends EventEmitter {
	readonly #terminal: PaintedTerminal;
	readonly #write: PaintedTerminal['write'];
	#started = false;
	/** The newest frame. */
	#frame: string | undefined;
	/** The rows that the terminal shows; undefined if unknown. */
	#shown: readonly string[] | undefined;
	/** The newest frame has not been painted. */
	#pending = false;
	#inFlight: Promise<void> | undefined;
	#painting: NodeJS.Immediate | undefined;
	#resizing: NodeJS.Timeout | undefined;
	#frames = 0;
	#bytes = 0;
	#dropped = 0;

	constructor(terminal: PaintedTerminal) {
		super();
		this.#terminal = terminal;
		// Taken now: while the screen is open, the terminal's own `write` is caught as stray output.
		this.#write = terminal.write.bind(terminal);
		// Every component that follows the size is a listener.
		this.setMaxListeners(0);
	}

	/** What makes Ink treat this as a terminal. */
	get isTTY(): boolean {
		return true;
	}

	/** 80 where the terminal does not know. */
	get columns(): number {
		return known(this.#terminal.columns, 80);
	}

	/** 24 where the terminal does not know. */
	get rows(): number {
		return known(this.#terminal.rows, 24);
	}

	/** Whether frames are wanted. Ink looks at it before it renders a last one. */
	get writable(): boolean {
		return this.#started;
	}

	/** What it did since it was made. */
	get counters(): ScreenCounters {
		return {frames: this.#frames, bytes: this.#bytes, dropped: this.#dropped};
	}

	/** Begin to paint, with the newest frame if there is one already. */
	start(): void {
		this.#started = true;
		this.#terminal.on('resize', this.#onResize);
		this.repaint();
	}

	/** Stop painting and leave nothing behind. Frames written from now on are only remembered. */
	stop(): void {
		this.#started = false;
		this.#terminal.off('resize', this.#onResize);
		clearTimeout(this.#resizing);
		clearImmediate(this.#painting);
		this.#resizing = undefined;
		this.#painting = undefined;
	}

	/**
	Take the newest frame.

	@param frame Rows joined by `\n`; those below the terminal's last one are left out. Empty texts and terminal modes (Ink shows the cursor when it ends) are no frames.
	*/
	write(frame: string): boolean {
		if (frame !== '' && !frame.startsWith('\u001B[?')) {
			this.#dropped += this.#pending ? 1 : 0;
			this.#frame = frame;
			this.#pending = true;
			this.#schedule();
		}

		return true;
	}

	/** Clear the terminal and paint every row again, whatever has happened to it. */
	repaint(): void {
		this.#shown = undefined;
		this.#pending = this.#frame !== undefined;
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
		this.#pending = false;
		const rows = this.#frame === undefined ? [] : expandPlaceholders(this.#frame).split('\n', this.rows);
		const changes = difference(this.#shown, rows);
		this.#shown = rows;
		if (changes !== '') {
			const bytes = `\u001B[?2026h${changes}\u001B[?2026l`;
			this.#frames++;
			this.#bytes += Buffer.byteLength(bytes);
			this.#inFlight = this.#send(bytes);
		}
	};

	#schedule(): void {
		if (this.#started && this.#pending && !this.#inFlight && !this.#resizing) {
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

// Without a known state: one clear, and every row that is not empty. Each row starts with its styles reset, in case the row before left one open, and is
// erased before it is written: with line wrap off, erasing behind a row of full width takes its last column.
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

function known(count: number | undefined, otherwise: number): number {
	return count !== undefined && count > 0 ? count : otherwise;
}
