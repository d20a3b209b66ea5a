import {clean, type CleanText} from '../protocol/clean-text.js';

/** Output could not be written. */
export function writeFailed(where: string, reason: string): CleanText {
	return clean`Expected to write to ${where}, got ${reason.replace(/, write$/u, '')}. What was done in the swarm is done; make room and ask again.`;
}
