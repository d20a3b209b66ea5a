import {stat} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {clean, safeJson} from '../protocol/clean-text.js';
import {keys} from '../protocol/redis-keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {perform} from '../swarm/actions/perform.js';
import {publish} from '../swarm/actions/publish.js';
import {loadFinding} from '../swarm/load-records.js';
import {commandErrors, usageErrors} from '../text/command-errors.js';
import {fieldFlags, fieldValues} from './action-command.js';
import {defineCommand} from './command.js';
import {withConnection} from './connect.js';
import {findingText} from './print-finding.js';
import {number, toggle} from './flags.js';
import {findingJson} from './status-json.js';

const pollMs = 200;
// More than a description may have: the action refuses it.
const maxStdinLength = 200_000;

/** `publish <description>`: write a task and announce it; with `--wait`, print its finding. */
export const command = defineCommand({
	name: publish.name,
	summary: publish.summary,
	arguments: ['<description>…'],
	flags: {
		...fieldFlags(publish),
		wait: number('<seconds>', 'wait for the finding and print it', {min: 0, isAbove: true, unit: 'seconds'}, undefined),
		json: toggle('the id, the number of listeners and the finding, as JSON'),
	},
	examples: [
		'haiku-swarm publish Search the repository for uses of parseDate',
		'haiku-swarm publish --file docs/agents.md --wait 60 "Update the list of agents"',
		'git diff | haiku-swarm publish -',
	],
	async run(call) {
		const {arguments: words, flags: {wait, ...flags}, signal, print} = call;
		const values = fieldValues(publish, words.length === 1 && words[0] === '-' ? [await readStdin()] : words, flags);
		await expectFiles(values.files as readonly string[]);
		await withConnection(call, async connection => {
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
		});
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
		throw new UserError(usageErrors.emptyStdin, 'usage');
	}

	return text;
}

async function expectFiles(files: readonly string[]): Promise<void> {
	for (const file of files) {
		if (!await stat(file).catch(() => null)) {
			throw new UserError(usageErrors.noSuchFile(file), 'usage');
		}
	}
}

async function waitForResult(connection: Connection, task: string, seconds: number, signal: AbortSignal): Promise<string> {
	const untilMs = Date.now() + (seconds * 1000);
	for (;;) {
		const findingId = await connection.call('GET', keys.result(task));
		if (typeof findingId === 'string') {
			return findingId;
		}

		if (Date.now() >= untilMs) {
			throw new UserError(commandErrors.noFindingInTime(task, seconds));
		}

		await delay(pollMs, undefined, {signal}).catch(() => {
			throw new UserError(commandErrors.waitInterrupted(task));
		});
	}
}
