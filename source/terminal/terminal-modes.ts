import type {ReadStream, WriteStream} from 'node:tty';
import {writeNow} from './write-now.js';

/** The writing side of a real terminal. `process.stdout` is one. */
export type OutputTerminal = WriteStream & {readonly fd: number};

// Alternate screen, no cursor, no line wrap, empty; then reports of focus and pastes.
const enterSequence = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J\u001B[H\u001B[?1004h\u001B[?2004h';

// The reverse. The frame before it may have been cut off anywhere, so the synchronized write that it began is ended first.
const leaveSequence = '\u001B[?2026l\u001B[?2004l\u001B[?1004l\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l';

/**
Put a terminal into the state that a dashboard needs, whatever state it is in.
*/
export function enterModes(stdin: ReadStream, stdout: OutputTerminal): void {
	// Off first: after the process was stopped, Node still believes that raw mode is on and would do nothing.
	stdin.setRawMode(false).setRawMode(true);
	setBlocking(stdout, false);
	writeNow(stdout.fd, enterSequence);
}

/**
Put a terminal back into the state that a shell expects. Never throws, even if the terminal is gone or stuck.
*/
export function leaveModes(stdin: ReadStream, stdout: OutputTerminal): void {
	writeNow(stdout.fd, leaveSequence);
	setBlocking(stdout, true);
	stdin.setRawMode(false);
}

// Node makes writes to terminals block: a terminal that takes nothing for a while (a hanging connection, a paused window) would stop the whole program, the
// heartbeats of its workers included. There is no public switch; where this one is missing, only that protection is.
function setBlocking(stream: OutputTerminal, isBlocking: boolean): void {
	const {_handle: handle} = stream as {_handle?: {setBlocking?: (isBlocking: boolean) => void} | null};
	handle?.setBlocking?.(isBlocking);
}
