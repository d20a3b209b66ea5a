import {clearInterval, setInterval} from 'node:timers';
import {connect} from '../../source/redis/connection.js';
import {parseAddress} from '../../source/redis/address.js';
import type {Snapshot} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import {observe} from '../../source/swarm/observe.js';
import {detailsOf, nothingLoaded} from '../../source/dashboard/details/details.js';
import {views} from '../../source/views/view-list.js';
import {firstUnprintable} from './hostile-grammar.js';

const flushEveryMs = 100;
const everything = {filter: '', sortedBy: null};

/**
The observer and the store as the dashboard has them, in this process, with a second account of the findings beside them.
*/
export class HostileObserver {
	/** Rejects when the observer fails. */
	readonly ended: Promise<void>;
	/** Why the link was lost, if it ever was: then announcements may have been missed. */
	lost: string | null = null;
	readonly #store = new SwarmStore({nowMs: Date.now()});
	readonly #findings = new Map<string, {readonly isMalformed: boolean; readonly isHeardOnly: boolean}>();
	readonly #closing = new AbortController();
	#isRead = false;

	/** Begin to watch a server. */
	constructor(url: string) {
		this.ended = this.#watch(url);
	}

	/** What is shown now. */
	get snapshot(): Snapshot {
		return this.#store.snapshot;
	}

	/** How many findings were told, by kind. */
	get told(): {readonly total: number; readonly malformed: number; readonly malformedKeys: number} {
		const all = [...this.#findings.values()];
		return {
			total: all.length, malformed: all.filter(({isMalformed}) => isMalformed).length, malformedKeys: all.filter(({isMalformed, isHeardOnly}) => isMalformed && !isHeardOnly).length,
		};
	}

	/** The ids of all findings that were told, and whether they were only heard. */
	* ids(): Iterable<readonly [id: string, isHeardOnly: boolean]> {
		for (const [id, {isHeardOnly}] of this.#findings) {
			yield [id, isHeardOnly];
		}
	}

	/** Wait until so many findings are counted after everything was read once. Resolves with `false` when the time is up. */
	async counts(total: number, timeoutMs: number): Promise<boolean> {
		return new Promise(resolve => {
			const end = (isCounted: boolean) => {
				clearTimeout(deadline);
				stop();
				resolve(isCounted);
			};

			const look = () => {
				if (this.#isRead && this.snapshot.findings.total === total) {
					end(true);
				}
			};

			const deadline = setTimeout(end, timeoutMs, false);
			const stop = this.#store.subscribe(look);
			look();
		});
	}

	/** The first text of any view, in any row, or of any of the first details that is not fit for a terminal; `null`: all are. */
	firstUnclean(): string | null {
		const {snapshot} = this;
		for (const view of views) {
			const {rows} = view.window(snapshot, everything, {from: 0, count: Number.POSITIVE_INFINITY, width: 400});
			const summary = view.summary(snapshot, {width: 200, height: 50});
			const details = rows.slice(0, 200).flatMap((_, index) => {
				const target = view.targetAt(snapshot, everything, index);
				return target ? detailsOf(target, snapshot, nothingLoaded).lines : [];
			});
			for (const {text} of [...rows.flatMap(({cells}) => cells), ...summary, ...details]) {
				const found = text.includes('\n') ? `a line break in ${JSON.stringify(text)}` : firstUnprintable(text);
				if (found !== null) {
					return `${view.name}: ${found}`;
				}
			}
		}

		return null;
	}

	/** Stop watching. Rejects if watching failed. */
	async close(): Promise<void> {
		this.#closing.abort();
		await this.ended;
	}

	async #watch(url: string): Promise<void> {
		const {signal} = this.#closing;
		const connection = await connect(parseAddress(url), {signal});
		const clock = setInterval(() => {
			this.#store.flush(Date.now());
		}, flushEveryMs);
		try {
			await observe({
				connection,
				signal,
				onEvents: events => {
					this.#store.apply(events, Date.now());
					for (const event of events) {
						if (event.type === 'finding') {
							this.#findings.set(event.finding.id, {isMalformed: event.finding.malformed !== null, isHeardOnly: event.heardOnly});
						} else if (event.type === 'finding-gone' && this.#findings.get(event.id)?.isHeardOnly !== true) {
							// What was only heard has no key that could go.
							this.#findings.delete(event.id);
						}

						this.#isRead ||= event.type === 'scan-finished';
						this.lost ??= event.type === 'link' && event.state === 'lost' ? event.reason : null;
					}
				},
			});
		} finally {
			clearInterval(clock);
			await connection.close();
		}
	}
}
