import {
	link, readFile, rm, stat, writeFile,
} from 'node:fs/promises';
import {randomUUID} from 'node:crypto';
import {uptime} from 'node:os';
import process from 'node:process';

/** The outcome of `takeLock`: ours until `release`, or held by another process (or another part of this one). */
export type Lock
	= | {readonly kind: 'ours'; release(): Promise<void>}
		| {readonly kind: 'theirs'; readonly pid: number};

// After a container restarts, a stale lock may happen to name this process.
const held = new Set<string>();

/**
Take a lock: a file with the process id of its owner. A stale one, whose owner died or ran before the last boot, is replaced.

Two processes that replace it at the same moment may both get it, so something else, such as a port, must decide between them.
*/
export async function takeLock(file: string): Promise<Lock> {
	// A link appears in one step, so nobody reads half a file.
	const draft = `${file}.${randomUUID()}`;
	await writeFile(draft, String(process.pid), {mode: 0o600});
	try {
		while (!await link(draft, file).then(() => true, unless('EEXIST', false))) {
			const pid = await readOwner(file).catch(unless('ENOENT', null));
			if (pid !== null) {
				return {kind: 'theirs', pid};
			}

			await rm(file, {force: true});
		}

		held.add(file);
	} finally {
		await rm(draft, {force: true});
	}

	return {
		kind: 'ours',
		async release() {
			held.delete(file);
			await rm(file, {force: true});
		},
	};
}

/** `null`: the lock is stale. */
async function readOwner(file: string): Promise<number | null> {
	const pid = Number(await readFile(file, 'utf8'));
	const {mtimeMs} = await stat(file);
	const isOfThisBoot = mtimeMs > Date.now() - (uptime() * 1000);
	return isOfThisBoot && pid > 0 && isAlive(pid) && (pid !== process.pid || held.has(file)) ? pid : null;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** A handler of rejections that turns one error code into a value. */
function unless<Value>(code: string, value: Value): (error: NodeJS.ErrnoException) => Value {
	return error => {
		if (error.code !== code) {
			throw error;
		}

		return value;
	};
}
