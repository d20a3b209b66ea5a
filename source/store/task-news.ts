import {clean, type CleanText} from '../protocol/clean-text.js';
import type {LogEntry} from './snapshot.js';
import type {TaskEvent} from './task-facts.js';

/** What the log says of news: its kind, and its words, made only where there is room for them. */
export type News = {readonly kind: LogEntry['kind']; readonly text: () => CleanText};

/** What the log says of news about a task; `null`: nothing. */
export function taskNews(event: TaskEvent): News | null {
	switch (event.type) {
		case 'announced': {
			return {kind: 'task', text: () => clean`${event.id} was announced`};
		}

		case 'claim': {
			return {kind: 'claim', text: () => clean`${event.workerId ?? ''} claimed ${event.id}`};
		}

		case 'result': {
			return {kind: 'done', text: () => clean`${event.id} is done: ${event.findingId ?? ''}`};
		}

		case 'failed': {
			return {kind: 'warning', text: () => clean`${event.id} was set aside`};
		}

		case 'cancelled': {
			return {kind: 'warning', text: () => clean`${event.id} was cancelled`};
		}

		case 'task':
		case 'attempts':
		case 'completed': {
			return null;
		}
	}
}
