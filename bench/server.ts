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

const subscribers = 50;
const needed = ['redis-server', 'redis-benchmark'] as const;

/** How much is measured. */
export type ServerPlan = {readonly rounds: number; readonly starts: number; readonly findings: number; readonly messages: number; readonly settleMs: number; readonly idleMs: number; readonly share: number};

/** @param share Of the numbers of requests and tasks: 1 takes about a second a round. */
export function serverPlan(rounds: number, share: number): ServerPlan {
	return {
		rounds, share, starts: share < 1 ? rounds : Math.max(10, rounds), findings: 200_000 * share, messages: 16_000 * share, settleMs: 3000 * share, idleMs: 20_000 * share,
	};
}

async function measureWorker(pair: Pair<RedisServer>, {rounds, share}: ServerPlan): Promise<readonly Measurement[]> {
	return withThroughputPrograms(async ({ours}) => {
		const measurements: Measurement[] = [];
		for (const [concurrency, tasks] of [[1, 1500 * share], [64, 8000 * share]] as const) {
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

async function measurePublish({publish}: Programs, pair: Pair<RedisServer>, {rounds, messages}: ServerPlan): Promise<Measurement> {
	const samples = await inTurns(rounds, async side => runLoad(publish, pair[side], {figure: 'perSecond', count: subscribers * messages, args: [subscribers, messages]}));
	return compare(`messages to ${subscribers} subscribers: embedded / Redis`, samples, 'received a second', {goal: null, better: 'more'});
}

async function fill({writer}: Programs, pair: Pair<RedisServer>, {findings, settleMs}: ServerPlan): Promise<Measurement> {
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

async function measureScans({scan}: Programs, pair: Pair<RedisServer>, {rounds, findings}: ServerPlan): Promise<readonly Measurement[]> {
	const measurements: Measurement[] = [];
	for (const [how, what] of [['scan', 'SCAN of all keys'], ['observe', 'our scan of the swarm']] as const) {
		const samples = await inTurns(rounds, async side => runLoad(scan, pair[side], {figure: 'ms', count: findings, args: [how]}));
		measurements.push(compare(`${what}: embedded / Redis`, samples, 'ms', {goal: 1}));
	}

	return measurements;
}

async function measureStarts({embeddedServer}: Programs, {starts, findings}: ServerPlan, data?: Pair<string>): Promise<readonly Measurement[]> {
	const commands: Pair<readonly [string, ...string[]]> = {embedded: [process.execPath, embeddedServer], redis: ['redis-server']};
	const samples = await inTurns(starts, async (side: Side) => untilPong(commands[side], data?.[side]));
	const [embedded, redis] = [median(samples.embedded), median(samples.redis)];
	return [{
		what: `start until PONG, ${data ? `${findings.toLocaleString('en')} keys in the log` : 'empty'}`,
		value: embedded,
		unit: 'ms',
		goal: data ? null : 150,
		note: `median of ${starts}; Redis ${redis.toFixed(0)} ms, \`node -e 0\` ${(await nodeStartMs(starts)).toFixed(0)} ms`,
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
async function measureIdle({settleMs, idleMs}: ServerPlan): Promise<readonly Measurement[]> {
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
export async function measureServer(programs: Programs, plan: ServerPlan): Promise<readonly Measurement[]> {
	const missing = needed.filter(program => !isInstalled(program));
	if (missing.length > 0) {
		console.log(`Part server was left out: ${missing.join(' and ')} cannot be run here`);
		return [];
	}

	const busy = await withPair(async pair => [
		...await measureCommands(pair, plan.rounds, plan.share),
		...await measureWorker(pair, plan),
		await measurePublish(programs, pair, plan),
	]);
	const filled = await withPair(async pair => [
		await fill(programs, pair, plan),
		...await measureScans(programs, pair, plan),
		...await measureStarts(programs, plan, {embedded: pair.embedded.directory, redis: pair.redis.directory}),
	]);
	return [...busy, ...filled, ...await measureStarts(programs, plan), ...await measureIdle(plan)];
}
