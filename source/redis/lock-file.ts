import {
	link, readFile, rm, stat, writeFile,
} from 'node:fs/promises';
import {randomUUID} from 'node:crypto';
import {uptime} from 'node:os';
import process from 'node:process';

/**
The outcome of `takeLock`: ours until `release`, or held by another process (or by another part of this one).
*/
export type Lock
	= | {readonly kind: 'ours'; release(): Promise<void>}
		| {readonly kind: 'theirs'; readonly pid: number};

// After a restart of a container, a lock can hold the id that this process has by chance.
const held = new Set<string>();

/**
Take a lock: a file that holds the process id of its owner. One that its owner left behind, by dying or by a restart of the machine, is taken over.

Two processes that take over at the same instant may both believe to own it, so that something else has to decide between them, such as the port of a server.
*/
export async function takeLock(file: string): Promise<Lock> {
	// A link appears in one step, so that nobody ever reads half of it.
	const draft = `${file}.${randomUUID()}`;
	await writeFile(draft, String(process.pid), {mode: 0o600});
	try {
		while (!await isLinked(draft, file)) {
			const pid = await readOwner(file);
			if (pid !== undefined) {
				return {kind: 'theirs', pid};
			}

			await rm(file, {force: true});
		}
	} finally {
		await rm(draft, {force: true});
	}

	held.add(file);
	return {
		kind: 'ours',
		async release() {
			held.delete(file);
			await rm(file, {force: true});
		},
	};
}

async function isLinked(draft: string, file: string): Promise<boolean> {
	try {
		await link(draft, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return false;
		}

		throw error;
	}
}

// `undefined` when it has no living owner.
async function readOwner(file: string): Promise<number | undefined> {
	try {
		const pid = Number(await readFile(file, 'utf8'));
		const {mtimeMs} = await stat(file);
		const isOfThisBoot = mtimeMs > Date.now() - (uptime() * 1000);
		return isOfThisBoot && isAlive(pid) && (pid !== process.pid || held.has(file)) ? pid : undefined;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

function isAlive(pid: number): boolean {
	if (!Number.isSafeInteger(pid) || pid <= 0) {
		return false;
	}

	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}
