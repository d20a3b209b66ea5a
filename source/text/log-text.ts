import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {match} from '../protocol/match.js';
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

	return match('kind', item, {
		task: ({taskId}) => clean`${taskId} was announced`,
		claim: ({taskId, workerId}) => clean`${workerId} claimed ${taskId}`,
		done: ({taskId, findingId}) => clean`${taskId} is done: ${findingId}`,
		finding: ({findingId, workerId, result}) => clean`${workerId ?? 'an unnamed worker'} found ${findingId}: ${result}`,
		archive: ({what, id}) => clean`${what} ${id}`,
		link: change => change.lost === null ? clean`connected to Redis, changes by ${change.tier}` : clean`connection lost: ${change.lost}`,
		warning: ({taskId, state}) => clean`${taskId} was ${state}`,
	});
}
