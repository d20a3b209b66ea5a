import type {RedisServer} from '../test/_helpers/redis-server.js';
import {cpuMs} from './process-facts.js';
import {runProgram} from './programs.js';
import type {Sample} from './server-pair.js';
import type {Told} from './server-told.js';

/**
Run a program that tells of itself on a server.

@param figure What counts: how many a second, or how long all of it took, in milliseconds.
@param least How many things it has to do.
@throws When it did fewer.
*/
export async function runLoad(file: string, server: RedisServer, figure: 'perSecond' | 'ms', least: number, ...args: ReadonlyArray<string | number>): Promise<Sample> {
	const beforeMs = cpuMs(server.pid);
	const {ms, cpuMs: loadMs, count} = JSON.parse(await runProgram(file, server.port, ...args)) as Told;
	if (count < least) {
		throw new Error(`Expected ${least} from ${file}, got ${count}`);
	}

	return {
		value: figure === 'ms' ? ms : count / ms * 1000,
		serverMicros: (cpuMs(server.pid) - beforeMs) * 1000 / count,
		loadMicros: loadMs * 1000 / count,
	};
}
