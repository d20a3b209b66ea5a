import {clean, type CleanText} from '../../protocol/clean-text.js';
import type {Refusal, Report} from './action.js';

/** A report of something that was done. */
export function good(text: CleanText): Report {
	return {text, level: 'good'};
}

/** A report of something that was done, but not to the end. */
export function warning(text: CleanText): Report {
	return {text, level: 'warning'};
}

/** Nothing is done: a code for programs, and why in words. */
export function refuse(code: string, why: CleanText): Refusal {
	return {kind: 'refused', code, why};
}

/** Why nothing can be done to a task, whatever the action. */
export const refusals = {
	missing: refuse('missing', clean`there is no such task`),
	done: refuse('done', clean`it is done`),
	free: refuse('free', clean`no worker holds it`),
} as const;
