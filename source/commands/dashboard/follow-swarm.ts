import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {clean, type CleanText} from '../../protocol/clean-text.js';
import {describeAddress} from '../../redis/address.js';
import {describeServer} from '../../text/server-text.js';
import {executorChoices} from '../../executors/registry.js';
import type {SwarmStore} from '../../store/swarm-store.js';
import type {SwarmEvent} from '../../swarm/swarm-event.js';
import {perform} from '../../swarm/actions/perform.js';
import {loadFinding, loadTask} from '../../swarm/load-records.js';
import {observe} from '../../swarm/observe.js';
import type {SwarmLink} from '../../dashboard/swarm-link.js';
import type {CommonFlags} from '../command.js';
import {connectSwarm, reportServer} from '../connect.js';
import {WorkersHere} from './local-workers.js';

/** A swarm that is followed. */
export type FollowedSwarm = {
	/** Address and kind of the server: in full, then shorter and shorter. */
	readonly server: readonly CleanText[];
	readonly link: SwarmLink;
	/** Resolves after the signal was aborted. */
	readonly ended: Promise<void>;
	/** Stop the local workers within the grace time, then close the connection, then stop the server if it was started here. */
	readonly close: (graceMs: number) => Promise<void>;
};

/** Connect, and follow the swarm into a store. @throws {UserError} if there is no Redis. */
export async function followSwarm(flags: CommonFlags, store: SwarmStore, signal: AbortSignal): Promise<FollowedSwarm> {
	const found = await connectSwarm(flags, signal, true);
	const {connection, ownServer} = found;
	const onEvents = (events: readonly SwarmEvent[]) => {
		store.apply(events, Date.now());
		for (const {type} of events) {
			if (type === 'scan-started') {
				collectOften();
			} else if (type === 'scan-finished') {
				collectModerately();
			}
		}
	};

	const note = (text: string, level: 'write' | 'warning') => {
		onEvents([{type: 'note', level, text}]);
	};

	reportServer(found, text => {
		note(text, 'warning');
	});

	const localWorkers = new WorkersHere(connection, signal, note);
	const kind = describeServer(connection.server);
	const startedHere = ownServer ? ', started here' : '';
	return {
		server: [clean`${describeAddress(connection.address)}  ${kind}${startedHere}`, clean`${kind}${startedHere}`, clean`${kind}`],
		link: {
			localWorkers,
			async perform(action, id, values) {
				const report = await perform(action, {connection, signal, localWorkers}, id, values);
				note(report.text, 'write');
				return report;
			},
			executors: async () => executorChoices(process.cwd(), signal),
			startWorker: async worker => localWorkers.start(worker),
			loadFinding: async id => loadFinding(connection, id),
			async loadTask(id) {
				const loaded = await loadTask(connection, id);
				return loaded?.raw ?? null;
			},
		},
		ended: observe({connection, signal, onEvents}),
		async close(graceMs) {
			await localWorkers.close(graceMs);
			await connection.close();
			await ownServer?.stop();
		},
	};
}

/** While a scan runs, prefer memory to speed: reading a million findings leaves 100 MB of garbage. */
function collectOften(): void {
	setFlagsFromString('--optimize-for-size');
	setFlagsFromString('--heap-growing-percent=10');
}

/** A dashboard stays open all day: let the heap grow by 80 % before a collection, not to three times its size. */
function collectModerately(): void {
	setFlagsFromString('--no-optimize-for-size');
	setFlagsFromString('--heap-growing-percent=80');
}
