import type {RedisServer} from '../test/_helpers/redis-server.js';
import {cpuMs} from './process-facts.js';
import {runProgram} from './programs.js';
import type {Sample} from './server-pair.js';
import type {Told} from './server-told.js';

/** What a program is asked for. */
type LoadOptions = {
	/** What counts: how many a second, or how long all of it took, in milliseconds. */
	readonly figure: 'perSecond' | 'ms';
	/** How many things it has to do. */
	readonly count: number;
	/** What it is told after the port. */
	readonly args: ReadonlyArray<string | number>;
};

/**
Run a program that tells of itself on a server.

@throws When it did less than it has to.
*/
export async function runLoad(file: string, server: RedisServer, {figure, count, args}: LoadOptions): Promise<Sample> {
	const beforeMs = cpuMs(server.pid);
	const told = JSON.parse(await runProgram(file, server.port, ...args)) as Told;
	if (told.count < count) {
		throw new Error(`Expected ${count} from ${file}, got ${told.count}`);
	}

	return {
		value: figure === 'ms' ? told.ms : told.count / told.ms * 1000,
		serverMicros: (cpuMs(server.pid) - beforeMs) * 1000 / told.count,
		loadMicros: told.cpuMs * 1000 / told.count,
	};
}
