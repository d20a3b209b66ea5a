import {clean} from '../../protocol/clean-text.js';
import type {Finding} from '../../protocol/finding.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Snapshot} from '../../store/snapshot.js';
import type {Target} from '../../views/define-view.js';
import {lineOf} from '../../views/lines.js';
import type {Details} from './detail-lines.js';
import {findingDetails, logEntryDetails, taskDetails} from './record-details.js';
import {workerDetails} from './worker-details.js';

/** What was loaded for the open details: more than the snapshot holds. */
export type Loaded = {readonly finding: Finding | null; readonly task: UntrustedText | null};

/** Nothing was loaded yet. */
export const nothingLoaded: Loaded = {finding: null, task: null};

/** The details of a target, from the snapshot and what was loaded. */
export function detailsOf({kind, id}: Target, snapshot: Snapshot, loaded: Loaded): Details {
	const withId = <Row extends {readonly id: string}>(rows: readonly Row[]) => rows.find(row => row.id === id);
	const found: Record<Target['kind'], () => Details | undefined> = {
		worker() {
			const worker = withId(snapshot.workers.items);
			return worker && workerDetails(worker, snapshot);
		},
		task() {
			const task = withId(snapshot.tasks.items);
			return task && taskDetails(task, snapshot, loaded.task);
		},
		finding() {
			const finding = loaded.finding ?? withId(snapshot.findings.items);
			return finding && findingDetails(finding, snapshot);
		},
		entry() {
			const entry = snapshot.log.find(({number}) => String(number) === id);
			return entry && logEntryDetails(entry);
		},
	};
	return found[kind]() ?? {title: clean`${kind} ${id}`, lines: [lineOf(`There is no ${kind} with this id.`, 'warning')], next: null};
}
