import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {startRedis, type RedisServer} from '../test/_helpers/redis-server.js';
import {isInstalled} from '../test/_helpers/server-kind.js';
import {median, type Measurement} from './measurement.js';
import {cpuMs, memoryMb} from './process-facts.js';
import {runProgram, type Programs} from './programs.js';
import {measureCommands} from './server-commands.js';
import {runLoad} from './server-load.js';
import {
	compare, inTurns, logConfig, sides, withPair, type Pair, type Side,
} from './server-pair.js';
import {untilPong} from './server-start.js';
import {withThroughputPrograms} from './throughput-programs.js';
import {runParticipant} from './throughput-run.js';

const findings = 200_000;
const subscribers = 50;
const messages = 16_000;
const settleMs = 3000;
const idleMs = 20_000;
const leastStarts = 10;
const needed = ['redis-server', 'redis-benchmark'] as const;

async function measureWorker(pair: Pair<RedisServer>, rounds: number): Promise<readonly Measurement[]> {
	return withThroughputPrograms(async ({ours}) => {
		const measurements: Measurement[] = [];
		for (const [concurrency, tasks] of [[1, 1500], [64, 8000]] as const) {
			const samples = await inTurns(rounds, async side => {
				const {perSecond, clientMicros, serverMicros} = await runParticipant({
					name: `worker on ${side}`, command: [process.execPath, ours], concurrency, tasks, source: 'announcements', isFilledBefore: true,
				}, pair[side]);
				return {value: perSecond, serverMicros, loadMicros: clientMicros};
			});
			measurements.push(compare(`worker, ${concurrency} at once: embedded / Redis`, samples, 'tasks a second', {goal: 0.6, better: 'more'}));
		}

		return measurements;
	});
}

async function measurePublish({publish}: Programs, pair: Pair<RedisServer>, rounds: number): Promise<Measurement> {
	const samples = await inTurns(rounds, async side => runLoad(publish, pair[side], {figure: 'perSecond', count: subscribers * messages, args: [subscribers, messages]}));
	return compare(`messages to ${subscribers} subscribers: embedded / Redis`, samples, 'received a second', {goal: null, better: 'more'});
}

async function fill({writer}: Programs, pair: Pair<RedisServer>): Promise<Measurement> {
	for (const side of sides) {
		await runProgram(writer, pair[side].port, 'silent-findings', findings, 'Infinity');
	}

	await delay(settleMs);
	const [embedded, redis] = sides.map(side => memoryMb(pair[side].pid)) as [ReturnType<typeof memoryMb>, ReturnType<typeof memoryMb>];
	return {
		what: `memory, ${findings.toLocaleString('en')} findings: embedded / Redis`,
		value: embedded.now / redis.now,
		unit: 'x',
		goal: null,
		note: `VmRSS ${embedded.now.toFixed(0)} against ${redis.now.toFixed(0)} MB; at its peak ${embedded.peak.toFixed(0)} against ${redis.peak.toFixed(0)} MB`,
	};
}

async function measureScans({scan}: Programs, pair: Pair<RedisServer>, rounds: number): Promise<readonly Measurement[]> {
	const measurements: Measurement[] = [];
	for (const [how, what] of [['scan', 'SCAN of all keys'], ['observe', 'our scan of the swarm']] as const) {
		const samples = await inTurns(rounds, async side => runLoad(scan, pair[side], {figure: 'ms', count: findings, args: [how]}));
		measurements.push(compare(`${what}: embedded / Redis`, samples, 'ms', {goal: 1}));
	}

	return measurements;
}

async function measureStarts({embeddedServer}: Programs, rounds: number, data?: Pair<string>): Promise<readonly Measurement[]> {
	const commands: Pair<readonly [string, ...string[]]> = {embedded: [process.execPath, embeddedServer], redis: ['redis-server']};
	const samples = await inTurns(rounds, async (side: Side) => untilPong(commands[side], data?.[side]));
	const [embedded, redis] = [median(samples.embedded), median(samples.redis)];
	return [{
		what: `start until PONG, ${data ? `${findings.toLocaleString('en')} keys in the log` : 'empty'}`,
		value: embedded,
		unit: 'ms',
		goal: data ? null : 150,
		note: `median of ${rounds}; Redis ${redis.toFixed(0)} ms, \`node -e 0\` ${(await nodeStartMs(rounds)).toFixed(0)} ms`,
	}];
}

/** How long Node itself takes to start and end: the part of the start that no change of ours makes shorter. */
async function nodeStartMs(rounds: number): Promise<number> {
	const samples: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const startMs = performance.now();
		await once(spawn(process.execPath, ['-e', '0'], {stdio: 'ignore'}), 'exit');
		samples.push(performance.now() - startMs);
	}

	return median(samples);
}

/** What the server takes while nobody uses it. */
async function measureIdle(): Promise<readonly Measurement[]> {
	const server = await startRedis({kind: 'embedded', config: logConfig});
	try {
		await delay(settleMs);
		const beforeMs = cpuMs(server.pid);
		await delay(idleMs);
		return [
			{
				what: 'memory, empty', value: memoryMb(server.pid).now, unit: 'MB', goal: 90, note: 'VmRSS',
			},
			{
				what: 'CPU, idle', value: (cpuMs(server.pid) - beforeMs) / idleMs * 100, unit: '%', goal: 0.5, note: `of one core, over ${idleMs / 1000} s`,
			},
		];
	} finally {
		await server.stop();
	}
}

/**
The embedded server beside `redis-server`, both with a log: commands a second, tasks a second, scans, messages, memory and how soon it is there. The rounds take turns. Where there is no
`redis-server`, a line says so, and nothing is measured.
*/
export async function measureServer(programs: Programs, rounds: number): Promise<readonly Measurement[]> {
	const missing = needed.filter(program => !isInstalled(program));
	if (missing.length > 0) {
		console.log(`Part server was left out: ${missing.join(' and ')} cannot be run here`);
		return [];
	}

	const starts = Math.max(leastStarts, rounds);
	const busy = await withPair(async pair => [
		...await measureCommands(pair, rounds),
		...await measureWorker(pair, rounds),
		await measurePublish(programs, pair, rounds),
	]);
	const filled = await withPair(async pair => [
		await fill(programs, pair),
		...await measureScans(programs, pair, rounds),
		...await measureStarts(programs, starts, {embedded: pair.embedded.directory, redis: pair.redis.directory}),
	]);
	return [...busy, ...filled, ...await measureStarts(programs, starts), ...await measureIdle()];
}
