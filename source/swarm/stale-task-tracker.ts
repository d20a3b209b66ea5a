import type {Timings} from '../protocol/timings.js';
import type {Inspection} from './open-tasks.js';

/** What to do about a task. */
export type Verdict = 'forget' | 'wait' | 'announce' | 'rescue' | 'extend';

const firstAnnouncementMs = 4000;
const maxPauseMs = 120_000;
const missesUntilDead = 2;
const maxExtensionMs = 1_800_000;
const bodyWithinMs = 60_000;

/**
Decides when to do something about an open task.

- *gone*: there is no body. It may follow its announcement within a minute; then the task is forgotten.
- *waiting*: announced again after four seconds, then with a backoff of up to two minutes, because all workers hear each announcement.
- *held* by one of our workers, which send heartbeats while they work: rescued after two inspections in a row without heartbeat.
- *held* by a foreign worker: its claim is extended for up to half an hour while it sends heartbeats, so that long work is not done twice; otherwise the claim is left to expire.
*/
export class StaleTaskTracker {
	/** Whether this sweeper announced it. */
	wasAnnounced = false;
	#pauseMs = 0;
	#nextAnnouncementMs = 0;
	#holder = '';
	#heldSinceMs = 0;
	#misses = 0;

	constructor(private readonly timings: Timings, private readonly sinceMs: number) {
		this.#startOver(sinceMs);
		this.#nextAnnouncementMs += this.#pauseMs;
	}

	/** @param mayCallDead Whether a missing heartbeat counts. Right after a lost connection it does not. */
	judge(look: Inspection, nowMs: number, mayCallDead: boolean): Verdict {
		if (look === 'done') {
			return 'forget';
		}

		if (look === 'gone') {
			return nowMs - this.sinceMs > bodyWithinMs ? 'forget' : 'wait';
		}

		if (look === 'waiting') {
			this.#holder = '';
			return this.#remind(nowMs);
		}

		this.#startOver(nowMs);
		if (look === 'rest') {
			this.#holder = '';
			return 'wait';
		}

		const [holder, ttlMs, beats, keepsBeating] = look;
		if (holder !== this.#holder) {
			this.#holder = holder;
			this.#heldSinceMs = nowMs;
			this.#misses = 0;
		}

		this.#misses = beats === 1 || !mayCallDead ? 0 : this.#misses + 1;
		if (keepsBeating === 1) {
			return this.#misses >= missesUntilDead ? 'rescue' : 'wait';
		}

		const isLate = ttlMs >= 0 && ttlMs < this.timings.claimTtlMs / 5;
		return isLate && beats === 1 && nowMs - this.#heldSinceMs < maxExtensionMs ? 'extend' : 'wait';
	}

	/** The next time it waits, it is announced at once. */
	#startOver(nowMs: number): void {
		this.#pauseMs = Math.min(firstAnnouncementMs, this.timings.sweepEveryMs);
		this.#nextAnnouncementMs = nowMs;
	}

	#remind(nowMs: number): Verdict {
		if (nowMs < this.#nextAnnouncementMs) {
			return 'wait';
		}

		this.#nextAnnouncementMs = nowMs + this.#pauseMs;
		this.#pauseMs = Math.min(maxPauseMs, this.#pauseMs * 2);
		this.wasAnnounced = true;
		return 'announce';
	}
}
