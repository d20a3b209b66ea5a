import {execFile} from 'node:child_process';
import type {RedisServer} from '../test/_helpers/redis-server.js';
import type {Measurement} from './measurement.js';
import {cpuMs} from './process-facts.js';
import {
	compare, inTurns, type Pair, type Sample,
} from './server-pair.js';

// So many that a run takes about a second.
const loads = [
	{
		name: '1 client', connections: 1, pipeline: 1, requests: 20_000, goal: null,
	},
	{
		name: '20 clients', connections: 20, pipeline: 1, requests: 50_000, goal: 0.8,
	},
	{
		name: '20 clients, 32 at once', connections: 20, pipeline: 32, requests: 300_000, goal: 0.3,
	},
] as const;
const commands = ['set', 'get'] as const;
const valueBytes = 300;
const keys = 10_000;

type Load = Omit<(typeof loads)[number], 'requests'> & {readonly command: (typeof commands)[number]; readonly requests: number};

/** `redis-benchmark`, which comes with Redis, is the load. The shell tells what CPU time it took. */
async function runBenchmark(server: RedisServer, {command, connections, pipeline, requests}: Load): Promise<Sample> {
	const beforeMs = cpuMs(server.pid);
	const options = {
		h: '127.0.0.1', p: server.port, t: command, c: connections, P: pipeline, n: requests, d: valueBytes, r: keys,
	};
	const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, String(value)]);
	const printed = await printedBy('/bin/sh', ['-c', '"$@" && times', 'sh', 'redis-benchmark', '--csv', ...args]);
	const perSecond = Number(new RegExp(String.raw`^"${command}","([\d.]+)"`, 'imu').exec(printed)?.[1]);
	// The last line: in user and kernel mode, what the shell has run.
	const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/u.exec(printed) ?? [];
	const [userMinutes, userSeconds, systemMinutes, systemSeconds] = times.slice(1).map(Number) as [number, number, number, number];
	const loadSeconds = ((userMinutes + systemMinutes) * 60) + userSeconds + systemSeconds;
	return {value: perSecond, serverMicros: (cpuMs(server.pid) - beforeMs) * 1000 / requests, loadMicros: loadSeconds * 1_000_000 / requests};
}

// This program must not block meanwhile: a server whose own log nobody reads stops when the pipe is full.
async function printedBy(program: string, args: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(program, args, (error, stdout) => {
			if (error) {
				reject(new Error(`Expected ${program} to end well, got ${error.message}`));
			} else {
				resolve(stdout);
			}
		});
	});
}

/** `SET` and `GET` a second: one after the other, of many clients at once, and many sent together. @param share Of the requests. */
export async function measureCommands(pair: Pair<RedisServer>, rounds: number, share: number): Promise<readonly Measurement[]> {
	const measurements: Measurement[] = [];
	for (const load of loads) {
		for (const command of commands) {
			const samples = await inTurns(rounds, async side => runBenchmark(pair[side], {...load, command, requests: load.requests * share}));
			const what = `${command.toUpperCase()}, ${load.name}: embedded / Redis`;
			measurements.push(compare(what, samples, 'a second', {goal: load.goal, better: 'more'}));
		}
	}

	return measurements;
}
