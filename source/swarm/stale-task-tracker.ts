import type {Timings} from '../protocol/timings.js';
import type {Inspection} from './inspect-tasks.js';

/** What to do about a task after a look. */
export type Verdict = 'forget' | 'wait' | 'announce' | 'rescue' | 'extend';

const firstAnnouncementMs = 4000;
const longestPauseMs = 120_000;
const looksUntilDead = 2;
const longestExtensionMs = 1_800_000;
const bodyWithinMs = 60_000;

/**
How long a task is left alone before something is done about it.

There is *nothing* under its id: the body may come after the announcement, within a minute.
It *waits*: announced again after four seconds, then in pauses that double up to two minutes, because everybody who listens hears each announcement.
It is *held* by a worker of ours, which beats as long as it works: after two looks in a row without a beat it is taken away.
It is *held* by another, of which nothing is known: while that one beats its claim is kept alive, for half an hour at most, so that long work is not done twice; if it is silent, its claim is left to run out.
*/
export class StaleTaskTracker {
	/** Whether we have announced it. */
	wasAnnounced = false;
	readonly #timings: Timings;
	readonly #sinceMs: number;
	#pauseMs: number;
	#nextAnnouncementMs: number;
	#holder = '';
	#heldSinceMs = 0;
	#silentLooks = 0;

	constructor(timings: Timings, nowMs: number) {
		this.#timings = timings;
		this.#sinceMs = nowMs;
		this.#pauseMs = this.#firstPauseMs();
		this.#nextAnnouncementMs = nowMs + this.#pauseMs;
	}

	/** @param mayCallDead Whether a missing beat means anything: right after a lost link it does not. */
	judge(look: Inspection, nowMs: number, mayCallDead: boolean): Verdict {
		if (look === 'done') {
			return 'forget';
		}

		if (look === 'gone') {
			return nowMs - this.#sinceMs > bodyWithinMs ? 'forget' : 'wait';
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
			this.#silentLooks = 0;
		}

		this.#silentLooks = beats === 1 || !mayCallDead ? 0 : this.#silentLooks + 1;
		if (keepsBeating === 1) {
			return this.#silentLooks >= looksUntilDead ? 'rescue' : 'wait';
		}

		const isLate = ttlMs >= 0 && ttlMs < this.#timings.claimTtlMs / 5;
		return isLate && beats === 1 && nowMs - this.#heldSinceMs < longestExtensionMs ? 'extend' : 'wait';
	}

	#firstPauseMs(): number {
		return Math.min(firstAnnouncementMs, this.#timings.sweepEveryMs);
	}

	/** When it waits again, it is announced at once. */
	#startOver(nowMs: number): void {
		this.#pauseMs = this.#firstPauseMs();
		this.#nextAnnouncementMs = nowMs;
	}

	#remind(nowMs: number): Verdict {
		if (nowMs < this.#nextAnnouncementMs) {
			return 'wait';
		}

		this.#nextAnnouncementMs = nowMs + this.#pauseMs;
		this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
		this.wasAnnounced = true;
		return 'announce';
	}
}
