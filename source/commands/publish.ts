import {stat} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {clean, safeJson} from '../protocol/clean-text.js';
import {keys} from '../protocol/keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {perform} from '../swarm/actions/perform.js';
import {publish} from '../swarm/actions/publish.js';
import {loadFinding} from '../swarm/load-records.js';
import {fieldFlags, fieldValues} from './action-command.js';
import {defineCommand} from './command.js';
import {connectSwarm} from './connect.js';
import {findingText} from './finding-text.js';
import {number, toggle} from './flags.js';
import {findingJson} from './status-json.js';

const pollMs = 200;
// More than any description may have: the action says so then.
const maxStdinLength = 200_000;

/** `publish <description>`: write a task and announce it; with `--wait`, print the finding that answers it. */
export const command = defineCommand({
	name: publish.name,
	summary: publish.summary,
	arguments: ['<description>…'],
	flags: {
		...fieldFlags(publish),
		wait: number('<seconds>', 'wait for the finding and print it', {min: 0, isAbove: true, unit: 'seconds'}, undefined),
		json: toggle('the id, who heard it and the finding, as JSON'),
	},
	examples: [
		'haiku-swarm publish Search the repository for uses of parseDate',
		'haiku-swarm publish --file docs/agents.md --wait 60 "Update the list of agents"',
		'git diff | haiku-swarm publish -',
	],
	async run({arguments: words, flags, signal, print}) {
		const {wait} = flags;
		const values = fieldValues(publish, words.length === 1 && words[0] === '-' ? [await readStdin()] : words, flags);
		await expectFiles(values.files as readonly string[]);
		const {connection} = await connectSwarm(flags, signal);
		try {
			const {outcome, text, level} = await perform(publish, {connection, signal, localWorkers: null}, '', values);
			const {task, listeners} = outcome as Awaited<ReturnType<typeof publish.run>> & {readonly task: string; readonly listeners: number};
			if (level === 'warning' && !flags.json) {
				process.stderr.write(`${text}\n`);
			}

			const findingId = wait === undefined ? null : await waitForResult(connection, task, wait, signal);
			const finding = findingId === null ? null : await loadFinding(connection, findingId);
			await print(flags.json
				? `${safeJson({id: task, heard_by: listeners, ...(wait !== undefined && {finding: finding && findingJson(finding)})})}\n`
				: `${clean`${task}`}\n${finding ? `${findingText(finding)}\n` : ''}`);
		} finally {
			await connection.close();
		}
	},
});

async function readStdin(): Promise<string> {
	let text = '';
	for await (const chunk of process.stdin.setEncoding('utf8')) {
		text += String(chunk);
		if (text.length > maxStdinLength) {
			break;
		}
	}

	if (text.trim() === '') {
		throw new UserError('Expected a description on stdin, got nothing.', 'usage');
	}

	return text;
}

async function expectFiles(files: readonly string[]): Promise<void> {
	for (const file of files) {
		const found = await stat(file).catch(() => null);
		if (!found) {
			throw new UserError(clean`Expected a file that exists for --file, got "${file}". Paths are relative to this directory.`, 'usage');
		}
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
			throw new UserError(clean`Expected a finding for ${taskId} within ${waitSeconds} s, got none. The task still waits: haiku-swarm findings shows the finding later.`);
		}

		try {
			await delay(pollMs, undefined, {signal});
		} catch {
			throw new UserError(clean`Stopped waiting for ${taskId}. The task still waits: haiku-swarm findings shows the finding later.`);
		}
	}
}
