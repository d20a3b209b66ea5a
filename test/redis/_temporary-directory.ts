import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';

/**
A directory that is gone when the test ends.
*/
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'haiku-swarm-test-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	return directory;
}
