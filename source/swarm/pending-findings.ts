import {createHash} from 'node:crypto';
import {readFinding, type Finding} from '../protocol/finding.js';
import {findingIds, findingNames} from '../protocol/ids.js';
import {keys} from '../protocol/redis-keys.js';
import {parseJson, readString} from '../protocol/lenient-values.js';
import {placeholders} from '../text/placeholders.js';
import type {SwarmEvent} from './swarm-event.js';

const graceMs = 2000;
const maxPending = 100_000;
const maxPendingCharacters = 32_000_000;
// As much as `previewValues` reads of a value.
const maxPayload = 16_384;
const tailLength = 2048;

type Pending = {
	/** The finding, if it was published instead of its id. */
	readonly published: Finding | null;
	/** Its key may appear until then. */
	readonly untilMs: number;
};

/** The keys that findings with these names may have. */
export function findingKeys(names: readonly string[]): readonly string[] {
	return names.flatMap(name => findingIds(name).map(id => keys.finding(id)));
}

/**
Findings that were announced, and whose keys have not appeared yet.

An announcement names its finding with or without the prefix `finding_` or `finding:`, or is the finding itself. Its key may appear a moment later. If it does not within two seconds, the finding is reported as one that is under no key, so that nothing is lost.
*/
export class PendingFindings {
	readonly #pending = new Map<string, Pending>();
	/** An upper bound of the characters held. */
	#characters = 0;

	/** A message came on `channel:findings`. @returns The keys to read. */
	hear(payload: string, nowMs: number): readonly string[] {
		const {finding: published, name} = publishedIn(payload) ?? {finding: null, name: payload.slice(0, maxPayload)};
		const known = this.#pending.get(name);
		// Announcements without findings must not fill the memory.
		if (known ?? (this.#pending.size < maxPending && this.#characters < maxPendingCharacters)) {
			this.#characters += known ? 0 : name.length + (published ? Math.min(payload.length, maxPayload) : 0);
			this.#pending.set(name, {published: published ?? known?.published ?? null, untilMs: known?.untilMs ?? nowMs + graceMs});
		}

		return findingKeys([name]).slice(0, 1);
	}

	/** The key of a finding was read. */
	settle(id: string): void {
		// Nearly all are announced by their id.
		if (!this.#pending.delete(id) && this.#pending.size > 0) {
			for (const name of findingNames(id)) {
				this.#pending.delete(name);
			}
		}
	}

	/** The names of findings whose time is over, or (`isOver` false) is not. */
	unseen(nowMs: number, isOver: boolean): readonly string[] {
		if (this.#pending.size === 0) {
			this.#characters = 0;
		}

		return [...this.#pending].filter(([, {untilMs}]) => (untilMs <= nowMs) === isOver).map(([id]) => id);
	}

	/** Report findings whose keys were read once more and are not there. */
	giveUp(names: readonly string[]): readonly SwarmEvent[] {
		return names.flatMap((id): readonly SwarmEvent[] => {
			const finding = this.#pending.get(id)?.published ?? {...readFinding(id, {kind: 'absent'}), malformed: placeholders.noFinding};
			return this.#pending.delete(id)
				? [{
					type: 'finding', finding, live: true, heardOnly: true,
				}]
				: [];
		});
	}
}

/** The finding in a message and the name that its key would have, or `null` if the message only names one. Without an id it is identified by its text, which may be the id of a key that looks like JSON. */
function publishedIn(payload: string): {readonly finding: Finding; readonly name: string} | null {
	if (!/^\s*\{/u.test(payload)) {
		return null;
	}

	try {
		const {finding_id: id} = parseJson(payload) as {finding_id?: unknown};
		const text = payload.slice(0, maxPayload);
		const tail = payload.slice(maxPayload).slice(-tailLength);
		const name = (readString(id) ?? payload).slice(0, maxPayload);
		const shown = readString(id) === null ? `(published) ${createHash('sha1').update(text).update(tail).digest('hex').slice(0, 12)}` : name;
		const finding = readFinding(shown, {
			kind: 'text', text, bytes: payload.length, ...(tail !== '' && {tail}),
		});
		return {finding: {...finding, oddities: [...finding.oddities, placeholders.publishedOnly]}, name};
	} catch {
		// An id may begin with a brace.
		return null;
	}
}
