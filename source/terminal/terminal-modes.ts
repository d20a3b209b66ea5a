import {Buffer} from 'node:buffer';
import {writeSync} from 'node:fs';
import type {ReadStream, WriteStream} from 'node:tty';

/** The output side of a terminal, such as `process.stdout`. */
export type OutputTerminal = WriteStream & {readonly fd: number};

// Alternate screen, no cursor, no line wrap, clear; then focus reports and bracketed paste.
const enterSequence = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J\u001B[H\u001B[?1004h\u001B[?2004h';

// The reverse. First ends a synchronized write, in case the last frame was cut off.
const leaveSequence = '\u001B[?2026l\u001B[?2004l\u001B[?1004l\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l';

const writeAttempts = 50;
const writePauseMs = 5;

/** Switch a terminal to the modes of a full-screen program, whatever its state. */
export function enterModes(stdin: ReadStream, stdout: OutputTerminal): void {
	// Off first: after SIGCONT Node still believes that raw mode is on, and would do nothing.
	stdin.setRawMode(false).setRawMode(true);
	setBlocking(stdout, false);
	writeNow(stdout.fd, enterSequence);
}

/** Restore the modes that a shell expects. Never throws, even if the terminal is lost or stuck. */
export function leaveModes(stdin: ReadStream, stdout: OutputTerminal): void {
	writeNow(stdout.fd, leaveSequence);
	setBlocking(stdout, true);
	stdin.setRawMode(false);
}

// Node makes writes to terminals block: one that stalls (a hung connection, a paused window) would stop the whole program, with the heartbeats of its workers.
// There is no public switch. Where this one is missing, only that protection is lost.
function setBlocking(stream: OutputTerminal, isBlocking: boolean): void {
	const {_handle: handle} = stream as {_handle?: {setBlocking?: (isBlocking: boolean) => void} | null};
	handle?.setBlocking?.(isBlocking);
}

/** Write synchronously, bypassing the queue. Gives up after a quarter of a second, or if the terminal is lost, so that the program can exit. */
function writeNow(fd: number, text: string): void {
	let rest = Buffer.from(text);
	for (let attempt = 0; attempt < writeAttempts && rest.length > 0; attempt++) {
		try {
			rest = rest.subarray(writeSync(fd, rest));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				return;
			}

			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, writePauseMs);
		}
	}
}
