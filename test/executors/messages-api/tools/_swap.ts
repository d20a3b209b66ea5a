/*
Swaps a directory for a link to another one, and back, until it is killed. Each state lasts for about as long as a tool needs for a step.
*/
import {
	existsSync, renameSync, rmSync, symlinkSync,
} from 'node:fs';
import {performance} from 'node:perf_hooks';
import process from 'node:process';

const [directory = '', target = ''] = process.argv.slice(2);
const aside = `${directory}-aside`;

function linger() {
	const untilMs = performance.now() + (Math.random() * 0.5);
	while (performance.now() < untilMs) {
		// Sleeping would take too long.
	}
}

/** Whoever writes makes the directory anew where it is missing. */
function restore() {
	while (existsSync(aside)) {
		try {
			rmSync(directory, {recursive: true, force: true});
			renameSync(aside, directory);
		} catch {
			// Once more.
		}
	}
}

process.send?.('ready');
for (;;) {
	renameSync(directory, aside);
	try {
		symlinkSync(target, directory);
		linger();
	} catch {
		// Not this time.
	}

	restore();
	linger();
}
