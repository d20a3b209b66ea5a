import {createHash} from 'node:crypto';
import {readFinding, type Finding} from '../protocol/finding.js';
import {findingIds} from '../protocol/ids.js';
import {keys} from '../protocol/keys.js';
import {readString} from '../protocol/scalars.js';
import type {StoredValue} from '../protocol/stored-value.js';
import type {SwarmEvent} from './events.js';

const graceMs = 2000;
const mostPending = 100_000;
const longestId = 512;
// As much of a finding as is read of one that lies under a key.
const longestPayload = 16_384;
const tailLength = 2048;

type Pending = {
	/** The finding itself, where it was published in place of its id. */
	readonly published: Finding | null;
	/** Until when its key may still come. */
	readonly untilMs: number;
};

const absent: StoredValue = {kind: 'absent'};

/**
Follows findings that were announced until their key is seen.

An announcement names its finding with or without `finding_` or `finding:` before it, or is the finding itself. A key may come a moment after its announcement. One that does not come within two seconds is told as a malformed finding that was only heard, so that nothing is lost.
*/
export class Announcements {
	readonly #pending = new Map<string, Pending>();

	/**
	A message came on `channel:findings`.

	@returns The keys to read.
	*/
	hear(payload: string, nowMs: number): readonly string[] {
		if (!/^\s*\{/u.test(payload)) {
			const [id] = findingIds(payload.slice(0, longestId));
			this.#await(id, null, nowMs);
			return [keys.finding(id)];
		}

		const text: StoredValue = {
			kind: 'text', text: payload.slice(0, longestPayload), bytes: payload.length, ...(payload.length > longestPayload && {tail: payload.slice(-tailLength)}),
		};
		const statedId = statedIdOf(payload);
		this.#await(statedId ?? `(published) ${createHash('sha1').update(payload).digest('hex').slice(0, 12)}`, readFinding(statedId ?? '', text), nowMs);
		return statedId === null ? [] : [keys.finding(statedId)];
	}

	/** A finding's key was read and is there. */
	settle(id: string): void {
		if (this.#pending.size > 0) {
			for (const name of findingIds(id)) {
				this.#pending.delete(name);
			}
		}
	}

	/** Keys of findings that have still not been seen, under any name that they may have: to be read once more. */
	unseen(nowMs: number): readonly string[] {
		return [...this.#pending].filter(([, {untilMs}]) => untilMs > nowMs).flatMap(([id]) => findingIds(id).map(name => keys.finding(name)));
	}

	/** The findings whose key did not come in time. */
	giveUp(nowMs: number): readonly SwarmEvent[] {
		const events: SwarmEvent[] = [];
		for (const [id, {published, untilMs}] of this.#pending) {
			if (untilMs > nowMs) {
				break;
			}

			this.#pending.delete(id);
			const finding = published
				? {...published, id, oddities: [...published.oddities, 'published whole, kept under no key']}
				: {...readFinding(id, absent), malformed: 'announced, but there is no such key'};
			events.push({
				type: 'finding', finding, live: true, heardOnly: true,
			});
		}

		return events;
	}

	#await(id: string, published: Finding | null, nowMs: number): void {
		const known = this.#pending.get(id);
		// A flood of announcements without findings must not fill the memory.
		if (known ?? this.#pending.size < mostPending) {
			this.#pending.set(id, {published: published ?? known?.published ?? null, untilMs: known?.untilMs ?? nowMs + graceMs});
		}
	}
}

function statedIdOf(payload: string): string | null {
	try {
		return readString((JSON.parse(payload) as {finding_id?: unknown}).finding_id)?.slice(0, longestId) ?? null;
	} catch {
		return null;
	}
}
