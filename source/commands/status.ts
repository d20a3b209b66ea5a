import {safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import type {Snapshot} from '../store/snapshot.js';
import {SwarmStore} from '../store/swarm-store.js';
import {observe} from '../swarm/observe.js';
import {commandErrors} from '../text/command-errors.js';
import {defineCommand} from './command.js';
import {withConnection} from './connect.js';
import {toggle} from './flags.js';
import {statusJson} from './status-json.js';
import {statusLine, statusText} from './status-text.js';

// A claim older than 5 seconds, then two misses 2 seconds apart, each seen on a one-second clock.
const confirmWithinMs = 10_000;

/** `status`: the swarm as tables, as JSON, or as one line. */
export const command = defineCommand({
	name: 'status',
	summary: 'the swarm as tables',
	arguments: [],
	flags: {
		json: toggle('everything, as one JSON object'),
		line: toggle('one line, for a status bar'),
	},
	examples: ['haiku-swarm status', 'haiku-swarm status --line', 'haiku-swarm status --json | jq .problems'],
	async run(call) {
		const {flags: {json, line}, signal, print} = call;
		await withConnection(call, async connection => {
			const snapshot = await readSnapshot(connection, line, signal);
			await print(`${line ? statusLine(snapshot) : (json ? safeJson(statusJson(snapshot, connection), 2) : statusText(snapshot))}\n`);
		});
	},
});

/** Read the whole swarm once: the same snapshot that the dashboard draws. @param isBrief Whether to skip findings, of which there may be many, and not wait until lost workers are confirmed. @throws {UserError} when the link is lost meanwhile. */
async function readSnapshot(connection: Connection, isBrief: boolean, signal: AbortSignal): Promise<Snapshot> {
	const store = new SwarmStore({nowMs: Date.now()});
	const done = new AbortController();
	let isRead = false;
	let lost: string | null = null;
	let deadline: NodeJS.Timeout | undefined;
	const finish = () => {
		done.abort();
	};

	await observe({
		connection,
		withFindings: !isBrief,
		signal: AbortSignal.any([signal, done.signal]),
		onEvents(events) {
			store.apply(events, Date.now());
			for (const event of events) {
				isRead ||= event.type === 'scan-finished';
				lost = event.type === 'link' && event.state === 'lost' ? event.reason : lost;
			}

			if (isRead) {
				// A missed heartbeat must be seen now, not at the next full second.
				store.flush(Date.now(), true);
				deadline ??= setTimeout(finish, confirmWithinMs);
			}

			if (lost !== null || (isRead && (isBrief || store.snapshot.workers.counts.unknown === 0))) {
				finish();
			}
		},
	});
	clearTimeout(deadline);
	signal.throwIfAborted();
	if (lost !== null) {
		throw new UserError(commandErrors.linkLost(lost), 'noRedis');
	}

	store.flush(Date.now(), true);
	return store.snapshot;
}
