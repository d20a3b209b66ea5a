import type {Budget} from '../protocol/budget-limits.js';
import type {Finding} from '../protocol/finding.js';
import type {CostRole} from '../protocol/redis-keys.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {SharedContext} from '../protocol/shared-context.js';
import type {WorkerNote} from '../protocol/worker-note.js';
import type {TaskBody} from '../protocol/task.js';
import type {FeedTier} from '../redis/change-feed.js';

/** What the observer reports. Most events carry a value as it is in Redis now, so that repeating one is harmless and the newest is right. `null`: there is no such key. */
export type SwarmEvent
	= | {readonly type: 'task'; readonly id: string; readonly body: TaskBody | null}
		| {readonly type: 'claim'; readonly id: string; readonly workerId: string | null; readonly expiresAtMs: number | null}
		| {readonly type: 'result'; readonly id: string; readonly findingId: string | null}
		| {readonly type: 'attempts'; readonly id: string; readonly attempts: number | null}
		| {readonly type: 'failed'; readonly id: string; readonly error: UntrustedText | null}
		| {readonly type: 'cancelled'; readonly id: string; readonly cancelled: boolean}
	/** `heardOnly`: announced or published, but under no key. `live`: not found by a scan. */
		| {readonly type: 'finding'; readonly finding: Finding; readonly live: boolean; readonly heardOnly: boolean}
		| {readonly type: 'finding-gone'; readonly id: string}
	/** `null`: there is no heartbeat. */
		| {readonly type: 'heartbeat'; readonly workerId: string; readonly expiresAtMs: number | null}
		| {readonly type: 'worker-note'; readonly workerId: string; readonly note: WorkerNote | null}
		| {readonly type: 'cost'; readonly role: CostRole; readonly usd: number | null}
		| {readonly type: 'budget'; readonly budget: Budget | 'unreadable' | null}
		| {readonly type: 'context'; readonly context: SharedContext | null}
		| {readonly type: 'announced'; readonly id: string}
		| {readonly type: 'completed'; readonly id: string}
	/** A message to or from the librarian. */
		| {readonly type: 'archive'; readonly what: 'query' | 'response'; readonly id: string}
		| {readonly type: 'link'; readonly state: 'live'; readonly tier: FeedTier}
		| {readonly type: 'link'; readonly state: 'lost'; readonly reason: string}
	/** Everything is read again: what no event names before `scan-finished` is gone. */
		| {readonly type: 'scan-started'}
		| {readonly type: 'scan-progress'; readonly seen: number; readonly total: number}
		| {readonly type: 'scan-finished'}
	/** The server answered: the data is this fresh. */
		| {readonly type: 'fresh'}
	/** This program wrote something, or has a warning. */
		| {readonly type: 'note'; readonly level: 'write' | 'warning'; readonly text: string};
