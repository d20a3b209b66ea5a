import {createHash} from 'node:crypto';
import {readFinding, type Finding} from '../protocol/finding.js';
import {findingIds, findingNames} from '../protocol/ids.js';
import {keys} from '../protocol/keys.js';
import {readString} from '../protocol/lenient-values.js';
import type {RedisValue} from '../protocol/redis-value.js';
import type {SwarmEvent} from './swarm-event.js';

const graceMs = 2000;
const mostPending = 100_000;
const mostPendingCharacters = 32_000_000;
// As much of an id or a finding as is looked at: as much as is read of one that lies under a key.
const longestPayload = 16_384;
const tailLength = 2048;

/** A finding that was published in place of its id; of a large one both ends. */
type Published = {
	readonly id: string | null;
	readonly text: string;
	readonly tail: string;
	readonly length: number;
};

type Pending = {
	/** The finding itself, where it was published in place of its id. */
	readonly published: Published | null;
	/** Until when its key may still come. */
	readonly untilMs: number;
};

/** The keys under which a finding of some name may lie. */
export function findingKeys(names: readonly string[]): readonly string[] {
	return names.flatMap(name => findingIds(name).map(id => keys.finding(id)));
}

const absent: RedisValue = {kind: 'absent'};

/**
Follows findings that were announced until their key is seen.

An announcement names its finding with or without `finding_` or `finding:` before it, or is the finding itself. A key may come a moment after its announcement. One that does not come within two seconds is told as a malformed finding that was only heard, so that nothing is lost.
*/
export class PendingFindings {
	readonly #pending = new Map<string, Pending>();
	/** How much is held of what is pending, at most. */
	#characters = 0;

	/**
	A message came on `channel:findings`.

	@returns The keys to read.
	*/
	hear(payload: string, nowMs: number): readonly string[] {
		const published = publishedIn(payload);
		// A whole finding without an id is known by its text.
		const name = (published?.id ?? payload).slice(0, longestPayload);
		this.#await(name, published, nowMs);
		return [keys.finding(name.startsWith('finding:') ? name.slice('finding:'.length) : name)];
	}

	/** A finding's key was read and is there. */
	settle(id: string): void {
		// Nearly all are called by their id.
		if (!this.#pending.delete(id) && this.#pending.size > 0) {
			for (const name of findingNames(id)) {
				this.#pending.delete(name);
			}
		}
	}

	/** Findings that have not been seen although their time is over, or (`isOver` false) not yet: their names. */
	unseen(nowMs: number, isOver: boolean): readonly string[] {
		if (this.#pending.size === 0) {
			this.#characters = 0;
		}

		return [...this.#pending].filter(([, {untilMs}]) => (untilMs <= nowMs) === isOver).map(([id]) => id);
	}

	/** The findings with these names, if they were not seen even when all their keys were read once more: they were only heard. */
	giveUp(names: readonly string[]): readonly SwarmEvent[] {
		return names.flatMap((id): readonly SwarmEvent[] => {
			const pending = this.#pending.get(id);
			this.#pending.delete(id);
			if (!pending) {
				return [];
			}

			const {published} = pending;
			const finding = published
				? publishedFinding(published)
				: {...readFinding(id, absent), malformed: 'announced, but there is no such key'};
			return [{
				type: 'finding', finding, live: true, heardOnly: true,
			}];
		});
	}

	#await(id: string, published: Published | null, nowMs: number): void {
		const known = this.#pending.get(id);
		// A flood of announcements without findings must not fill the memory.
		if (known ?? (this.#pending.size < mostPending && this.#characters < mostPendingCharacters)) {
			this.#characters += known ? 0 : id.length + (published ? published.text.length : 0);
			this.#pending.set(id, {published: published ?? known?.published ?? null, untilMs: known?.untilMs ?? nowMs + graceMs});
		}
	}
}

/** The finding that a message is in place of naming one, or `null`. */
function publishedIn(payload: string): Published | null {
	if (!/^\s*\{/u.test(payload)) {
		return null;
	}

	try {
		const {finding_id: id} = JSON.parse(payload) as {finding_id?: unknown};
		return {
			id: readString(id), text: payload.slice(0, longestPayload), tail: payload.slice(longestPayload).slice(-tailLength), length: payload.length,
		};
	} catch {
		// Nothing forbids an id that begins with a brace.
		return null;
	}
}

function publishedFinding({id, text, tail, length}: Published): Finding {
	const name = id ?? `(published) ${createHash('sha1').update(text).update(tail).digest('hex').slice(0, 12)}`;
	const finding = readFinding(name.slice(0, longestPayload), {
		kind: 'text', text, bytes: length, ...(tail !== '' && {tail}),
	});
	return {...finding, oddities: [...finding.oddities, 'published whole, kept under no key']};
}
