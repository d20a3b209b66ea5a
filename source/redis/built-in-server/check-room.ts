import type {DataCommand} from './command.js';
import {CommandError} from './reply.js';
import type {Server} from './server.js';

type Effect = DataCommand['effect'];

const effects: readonly Effect[] = ['read', 'write', 'grow'];

/** The greater of two effects on keys. */
export function greaterEffect(one: Effect | undefined, other: Effect | undefined): Effect | undefined {
	return effects.findLast(effect => effect === one || effect === other);
}

/**
Refuse what needs memory when there is none, and what changes anything while it cannot be written to the log.

@throws {CommandError}
*/
export function checkRoom(server: Server, effect: Effect): void {
	if (effect === 'grow') {
		checkMemory(server);
	}

	const problem = effect === 'read' ? undefined : server.journal?.problem;
	if (problem !== undefined) {
		throw new CommandError(`MISCONF Errors writing to the AOF file: ${problem}`);
	}
}

/**
Refuse what needs memory when there is none.

@throws {CommandError}
*/
export function checkMemory({isFull}: Server): void {
	if (isFull) {
		throw new CommandError('OOM command not allowed when used memory > \'maxmemory\'.');
	}
}
