import process from 'node:process';
import type {Connection} from '../../redis/connection.js';
import type {SwarmLink} from '../../dashboard/swarm-link.js';
import {executorChoices} from '../../executors/registry.js';
import {perform} from '../../swarm/actions/perform.js';
import {loadFinding, loadTask} from '../../swarm/load-records.js';
import type {WorkersHere} from './local-workers.js';

/** The link of a dashboard over a connection. Logs every action. */
export function linkSwarm(connection: Connection, localWorkers: WorkersHere, {note, signal}: {readonly note: (text: string, level: 'write') => void; readonly signal: AbortSignal}): SwarmLink {
	return {
		async perform(action, id, values) {
			const report = await perform(action, {connection, signal, localWorkers}, id, values);
			note(report.text, 'write');
			return report;
		},
		executors: async () => executorChoices(process.cwd(), signal),
		localWorkers,
		startWorker: async worker => localWorkers.start(worker),
		loadFinding: async id => loadFinding(connection, id),
		async loadTask(id) {
			const loaded = await loadTask(connection, id);
			return loaded?.raw ?? null;
		},
	};
}
