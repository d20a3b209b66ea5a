import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {clean, safeJson} from '../protocol/clean-text.js';
import {keys} from '../protocol/keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {explainWriteError} from '../redis/explain-error.js';
import {loadFinding} from '../swarm/load-records.js';
import {publishTask} from '../swarm/publish.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {findingText} from './findings.js';
import {findingJson} from './status-json.js';

const lookEveryMs = 200;

/** The flags of `publish`. */
export type PublishFlags = CommonFlags & {
	readonly file: readonly string[];
	readonly id?: string;
	/** Seconds to wait for the answer. Default: do not wait. */
	readonly wait?: number;
	readonly json: boolean;
};

/**
`publish <description>`: write a task and announce it; with `--wait`, print the finding that answers it.

@throws {UserError} when the task is not valid, cannot be written, or is not answered in time.
*/
export async function publish(description: string, flags: PublishFlags, signal: AbortSignal): Promise<void> {
	if (flags.wait !== undefined && !(flags.wait > 0)) {
		throw new UserError(`Expected seconds above 0 for --wait, got ${flags.wait}.`, 'usage');
	}

	const {connection} = await connectSwarm(flags, signal);
	try {
		const {id, heardBy} = await publishTask(connection, {description, files: [...flags.file], ...(flags.id !== undefined && {id: flags.id})}).catch((error: unknown) => {
			throw explainWriteError(error);
		});
		if (heardBy === 0 && !flags.json) {
			process.stderr.write('No worker listens at the moment. The task waits until one looks for waiting tasks.\n');
		}

		const findingId = flags.wait === undefined ? null : await waitForResult(connection, id, flags.wait, signal);
		const finding = findingId === null ? null : await loadFinding(connection, findingId);
		if (flags.json) {
			process.stdout.write(`${safeJson({id, heard_by: heardBy, ...(flags.wait !== undefined && {finding: finding && findingJson(finding)})})}\n`);
			return;
		}

		process.stdout.write(clean`${id}` + '\n');
		if (finding) {
			process.stdout.write(`${findingText(finding)}\n`);
		}
	} finally {
		await connection.close();
	}
}

async function waitForResult(connection: Connection, taskId: string, waitSeconds: number, signal: AbortSignal): Promise<string> {
	const untilMs = Date.now() + (waitSeconds * 1000);
	for (;;) {
		const findingId = await connection.call('GET', keys.result(taskId));
		if (typeof findingId === 'string') {
			return findingId;
		}

		if (Date.now() >= untilMs) {
			throw new UserError(`Expected an answer to ${taskId} within ${waitSeconds} s, got none. The task waits on; see \`haiku-swarm findings\` later.`);
		}

		try {
			await delay(lookEveryMs, undefined, {signal});
		} catch {
			throw new UserError(`Stopped waiting for ${taskId}. The task waits on; see \`haiku-swarm findings\` later.`);
		}
	}
}
