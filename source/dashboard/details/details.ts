import {clean} from '../../protocol/clean-text.js';
import type {Finding} from '../../protocol/finding.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Snapshot} from '../../store/snapshot.js';
import {entryDetails} from './log-entry-details.js';
import {findingDetails} from './finding-details.js';
import type {Details} from './detail-lines.js';
import {taskDetails} from './task-details.js';
import {workerDetails} from './worker-details.js';
import type {SwarmLink} from '../swarm-link.js';
import type {Target} from '../../views/define-view.js';

/** What was loaded for the details that are open: more than the snapshot keeps. */
export type Loaded = {readonly finding: Finding | null; readonly task: UntrustedText | null};

/** Nothing yet. */
export const nothingLoaded: Loaded = {finding: null, task: null};

/** Load what the details of a target need. Rejects with a message for the user. */
export async function loadDetails({kind, id}: Target, link: SwarmLink): Promise<Loaded> {
	return {
		finding: kind === 'finding' ? await link.loadFinding(id) : null,
		task: kind === 'task' ? await link.loadTask(id) : null,
	};
}

/** The details of a target, as the snapshot and what was loaded tell them. */
export function detailsOf(target: Target, snapshot: Snapshot, loaded: Loaded): Details {
	switch (target.kind) {
		case 'worker': {
			const worker = snapshot.workers.items.find(({id}) => id === target.id);
			return worker ? workerDetails(worker, snapshot) : missing(target);
		}

		case 'task': {
			const task = snapshot.tasks.items.find(({id}) => id === target.id);
			return task ? taskDetails(task, snapshot, loaded.task) : missing(target);
		}

		case 'finding': {
			const finding = loaded.finding ?? snapshot.findings.items.find(({id}) => id === target.id);
			return finding ? findingDetails(finding, snapshot) : missing(target);
		}

		case 'entry': {
			const entry = snapshot.log.find(({number}) => String(number) === target.id);
			return entry ? entryDetails(entry) : missing(target);
		}
	}
}

function missing({kind, id}: Target): Details {
	return {title: clean`${kind} ${id}`, lines: [{text: clean`There is no ${kind} with this id.`, style: 'warning'}], next: null};
}
