/*
The reading of the journal after a start. A crash may have cut it anywhere: what is not a whole command, or a transaction whose EXEC is missing, was never acknowledged and is cut off.
*/
import type {Buffer} from 'node:buffer';
import {
	existsSync, readFileSync, truncateSync, writeFileSync,
} from 'node:fs';
import {CommandScanner} from './resp.js';
import type {Valkey} from './valkey.js';

const chunkBytes = 1024 * 1024;

/** Execute what a journal holds. @param warn Gets what people should know. */
export function replayJournal(valkey: Valkey, file: string, warn: (text: string) => void): void {
	if (!existsSync(file)) {
		return;
	}

	const bytes = readFileSync(file);
	const {end, isDamaged} = findEnd(bytes);
	if (isDamaged) {
		writeFileSync(`${file}.damaged`, bytes.subarray(end), {mode: 0o600});
		warn(`The journal is damaged from byte ${end} of ${bytes.length} on. What comes after it was not loaded, and is kept in ${file}.damaged`);
	}

	if (end < bytes.length) {
		truncateSync(file, end);
	}

	valkey.demand('CONFIG', 'RESETSTAT');
	const replay = valkey.connect(() => undefined);
	for (let at = 0; at < end; at += chunkBytes) {
		replay.sendBytes(bytes.subarray(at, Math.min(end, at + chunkBytes)));
		valkey.runOnly(replay);
	}

	replay.end();
	valkey.run();
	const [, refused] = /^total_error_replies:(\d+)/m.exec(valkey.demand('INFO', 'stats')) ?? [];
	if (refused !== '0') {
		warn(`${refused} commands of the journal were refused: ${valkey.demand('INFO', 'errorstats').split('\r\n').slice(2).join(' ').trim()}`);
	}
}

/** Where the last change ends that is whole. */
function findEnd(bytes: Buffer): {readonly end: number; readonly isDamaged: boolean} {
	const scanner = new CommandScanner(bytes);
	let end = 0;
	let isOpen = false;
	let step = scanner.next();
	for (; step === 'command'; step = scanner.next()) {
		isOpen = scanner.name === 'MULTI' || (isOpen && scanner.name !== 'EXEC');
		end = isOpen ? end : scanner.end;
	}

	// A power loss can leave zeros where nothing was written yet.
	return {end, isDamaged: step === 'malformed' && bytes.subarray(scanner.start).some(byte => byte !== 0)};
}
