import type {Budget} from '../protocol/budget.js';
import type {Finding} from '../protocol/finding.js';
import type {CostRole} from '../protocol/keys.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {SharedContext} from '../protocol/shared-context.js';
import type {WorkerNote} from '../protocol/worker-note.js';
import type {TaskBody} from '../protocol/task.js';
import type {FeedTier} from '../redis/feed.js';

/**
What the observer tells. A value event says what is in Redis now, never what changed: telling it twice is harmless, and the newest is the truth.

`null` in a value event means that the key is not there (any more).
*/
export type SwarmEvent
	= | {readonly type: 'task'; readonly id: string; readonly body: TaskBody | null}
		| {readonly type: 'claim'; readonly id: string; readonly workerId: string | null; readonly expiresAtMs: number | null}
		| {readonly type: 'result'; readonly id: string; readonly findingId: string | null}
		| {readonly type: 'attempts'; readonly id: string; readonly attempts: number | null}
		| {readonly type: 'failed'; readonly id: string; readonly error: UntrustedText | null}
		| {readonly type: 'cancelled'; readonly id: string; readonly cancelled: boolean}
	/** `heardOnly`: announced or published, but not under any key. `live`: it came by the feed, not by a scan. */
		| {readonly type: 'finding'; readonly finding: Finding; readonly live: boolean; readonly heardOnly: boolean}
		| {readonly type: 'finding-gone'; readonly id: string}
	/** `expiresAtMs`: when the beat runs out by the server's clock, or `null` where there is none now. */
		| {readonly type: 'heartbeat'; readonly workerId: string; readonly expiresAtMs: number | null}
		| {readonly type: 'worker-note'; readonly workerId: string; readonly note: WorkerNote | null}
		| {readonly type: 'cost'; readonly role: CostRole; readonly usd: number | null}
		| {readonly type: 'budget'; readonly budget: Budget | 'unreadable' | null}
		| {readonly type: 'context'; readonly context: SharedContext | null}
		| {readonly type: 'announced'; readonly id: string}
		| {readonly type: 'completed'; readonly id: string}
	/** A question or answer for the librarian went by. */
		| {readonly type: 'archive'; readonly what: 'query' | 'response'; readonly id: string}
		| {readonly type: 'link'; readonly state: 'live'; readonly tier: FeedTier}
		| {readonly type: 'link'; readonly state: 'lost'; readonly reason: string}
	/** Everything is read again: what no value event mentions until `scan-finished` is gone. */
		| {readonly type: 'scan-started'}
		| {readonly type: 'scan-progress'; readonly seen: number; readonly total: number}
		| {readonly type: 'scan-finished'}
	/** The server answered: what is known is as old as this. */
		| {readonly type: 'fresh'}
	/** This program wrote something, or tells something about itself. */
		| {readonly type: 'note'; readonly level: 'write' | 'warning'; readonly text: string};
