import type {DataCommand} from './command.js';
import {CommandError} from './reply.js';
import type {Server} from './server.js';

/**
Refuse what needs memory when there is none, and what changes anything while it cannot be written to the log.

@throws {CommandError}
*/
export function checkRoom({isFull, journal}: Server, effect: DataCommand['effect']): void {
	if (effect === 'grow' && isFull) {
		throw new CommandError('OOM command not allowed when used memory > \'maxmemory\'.');
	}

	if (effect !== 'read' && journal?.problem !== undefined) {
		throw new CommandError(`MISCONF Errors writing to the AOF file: ${journal.problem}`);
	}
}
