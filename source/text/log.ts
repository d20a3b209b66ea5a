import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {countOf} from './count-of.js';

/** The kinds of log entry. */
export type LogKind = 'task' | 'claim' | 'done' | 'finding' | 'archive' | 'link' | 'write' | 'warning';

/** What a log entry tells, as facts. */
export type LogItem
	= | {readonly kind: 'task'; readonly taskId: string}
		| {readonly kind: 'claim'; readonly taskId: string; readonly workerId: string}
		| {readonly kind: 'done'; readonly taskId: string; readonly findingId: string}
		| {readonly kind: 'finding'; readonly findingId: string; readonly workerId: string | null; readonly result: string}
		| {readonly kind: 'archive'; readonly what: 'query' | 'response'; readonly id: string}
	/** `lost` is the reason; `null`: connected. */
		| {readonly kind: 'link'; readonly tier: string; readonly lost: null}
		| {readonly kind: 'link'; readonly lost: string}
		| {readonly kind: 'warning'; readonly taskId: string; readonly state: 'set aside' | 'cancelled'}
		| {readonly kind: 'write' | 'warning'; readonly text: string}
	/** A burst: `more` entries of this kind were left out. */
		| {readonly kind: LogKind; readonly more: number};

const burstNouns: Readonly<Record<LogKind, readonly [one: string, many: string]>> = {
	task: ['task announced', 'tasks announced'],
	claim: ['task claimed', 'tasks claimed'],
	done: ['task done', 'tasks done'],
	finding: ['finding', 'findings'],
	archive: ['archive message', 'archive messages'],
	link: ['connection change', 'connection changes'],
	write: ['write', 'writes'],
	warning: ['warning', 'warnings'],
};

/** A log entry in words. */
export function logText(item: LogItem): CleanText {
	if ('more' in item) {
		return clean`… and ${countOf(item.more, `more ${burstNouns[item.kind][0]}`, `more ${burstNouns[item.kind][1]}`)}`;
	}

	if ('text' in item) {
		return cleanText(item.text);
	}

	switch (item.kind) {
		case 'task': {
			return clean`${item.taskId} was announced`;
		}

		case 'claim': {
			return clean`${item.workerId} claimed ${item.taskId}`;
		}

		case 'done': {
			return clean`${item.taskId} is done: ${item.findingId}`;
		}

		case 'finding': {
			return clean`${item.workerId ?? 'an unnamed worker'} found ${item.findingId}: ${item.result}`;
		}

		case 'archive': {
			return clean`${item.what} ${item.id}`;
		}

		case 'link': {
			return item.lost === null ? clean`connected to Redis, changes by ${item.tier}` : clean`connection lost: ${item.lost}`;
		}

		case 'warning': {
			return clean`${item.taskId} was ${item.state}`;
		}
	}
}
