/*
`npm run bench`: every figure of docs/measurements.md, measured here and now. `--quick` takes smaller numbers; `--short` takes the smallest, only to see that every
part runs, and ignores the goals; `--only <name>` runs one part: first-frame, frame-cost, cpu, large, throughput, server.

Nothing else should run on the machine. Ratios compare medians of the same run, in alternating rounds. Exits with 1 when a goal is missed.
*/
import os from 'node:os';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {startRedis} from '../test/_helpers/redis-server.js';
import {measureCpu} from './cpu.js';
import {measureFirstFrame} from './first-frame.js';
import {measureFrameCost} from './frame-cost.js';
import {isGood, tableOf, type Measurement} from './measurement.js';
import {measureMemory} from './memory.js';
import {buildPrograms, runProgram, type Programs} from './programs.js';
import {measureServer, serverPlan} from './server.js';
import {measureServerTime} from './server-time.js';
import {measureThroughput} from './throughput.js';

const {values: {quick, short, only}} = parseArgs({options: {quick: {type: 'boolean', default: false}, short: {type: 'boolean', default: false}, only: {type: 'string'}}});

/** How much is measured: rounds of a comparison, frames, seconds of watching, findings, tasks in a batch, share of what the servers are asked. */
const plans = {
	short: {
		rounds: 1, frames: 5, seconds: 1, few: 100, many: 1000, tasks: 100, share: 0.02,
	},
	quick: {
		rounds: 5, frames: 100, seconds: 5, few: 1000, many: 50_000, tasks: 8000, share: 0.2,
	},
	full: {
		rounds: 15, frames: 200, seconds: 20, few: 1000, many: 1_000_000, tasks: 8000, share: 1,
	},
} as const;
const plan = plans[short ? 'short' : (quick ? 'quick' : 'full')];

const parts: Readonly<Record<string, (programs: Programs) => Promise<readonly Measurement[]>>> = {
	async 'first-frame'(programs) {
		const server = await startRedis();
		try {
			return await measureFirstFrame(programs, server.url, plan.rounds);
		} finally {
			await server.stop();
		}
	},
	'frame-cost': async programs => measureFrameCost(programs, plan.frames),
	cpu: async programs => measureCpu(programs, plan.seconds),
	async large(programs) {
		const server = await startRedis();
		try {
			await runProgram(programs.writer, server.port, 'silent-findings', plan.few, 'Infinity');
			const few = await measureServerTime(programs, server, plan.few, plan.seconds);
			await runProgram(programs.writer, server.port, 'silent-findings', plan.many, 'Infinity');
			return [...few, ...await measureServerTime(programs, server, plan.many, plan.seconds), ...await measureMemory(programs, server.url, plan.many)];
		} finally {
			await server.stop();
		}
	},
	throughput: async () => measureThroughput(plan.rounds, plan.tasks),
	server: async programs => measureServer(programs, serverPlan(plan.rounds, plan.share)),
};

if (only !== undefined && !Object.hasOwn(parts, only)) {
	throw new Error(`Expected --only to name one of ${Object.keys(parts).join(', ')}, got ${only}`);
}

const programs = await buildPrograms();
const measurements: Measurement[] = [];
try {
	const [cpu] = os.cpus();
	const [load = 0] = os.loadavg();
	console.log(`${cpu?.model ?? '?'}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / (1024 ** 3))} GiB, ${os.type()} ${os.release()}, Node ${process.version}, load ${load.toFixed(2)}`);
	for (const [name, measure] of Object.entries(parts)) {
		if (only === undefined || only === name) {
			measurements.push(...await measure(programs));
		}
	}
} finally {
	await programs.remove();
}

if (measurements.length > 0) {
	console.log(tableOf(measurements));
}

const isUsable = short ? ({value}: Measurement) => Number.isFinite(value) : isGood;
process.exitCode = measurements.every(measurement => isUsable(measurement)) ? 0 : 1;
