import {parseKey} from '../../../source/protocol/redis-keys.js';
import type {Write} from './write-history.js';

/** All that was written about a task, one line for each write, and whether its last holder was alive at the end: what to read when an audit has found something. */
export function traceTask(history: readonly Write[], taskId: string): readonly string[] {
	const about = history.filter(([, name = '', value = '']) => name.endsWith(`:${taskId}`) || name.includes(`:${taskId}:`) || value.includes(`"chaos task ${taskId}"`));
	const lines = about.map(write => write.join(' ').slice(0, 160));
	const holder = about.findLast(([command, name = '']) => command === 'SET' && parseKey(name)?.kind === 'claim')?.[2];
	if (holder === undefined) {
		return lines;
	}

	return [...lines, ...['worker:status:', 'swarm:beats:'].map(prefix => history.findLast(([, name]) => name === prefix + holder)?.join(' ') ?? `nobody ever wrote ${prefix}${holder}`)];
}
