import process from 'node:process';
import {startRedis} from '../test/_helpers/redis-server.js';
import {median, type Measurement} from './measurement.js';
import {findPython, withThroughputPrograms, type ThroughputPrograms} from './throughput-programs.js';
import {runParticipant, type Participant, type Run} from './throughput-run.js';

const concurrencies = [1, 16, 64] as const;
const most = 64;
// Makes all batches take about as long. A worker remembers at most 10,000 announcements.
const maxSerialTasks = 1500;

const nameOf = {
	python: 'plain loop, Python',
	node: 'plain loop, Node',
	bullmq: (concurrency: number) => `BullMQ, ${concurrency} at once`,
	raw: (concurrency: number) => `raw client, ${concurrency} at once`,
	ours: (concurrency: number) => `worker, ${concurrency} at once`,
	bullmqWhole: `BullMQ, ${most} at once, with adding`,
	oursWhole: `worker, ${most} at once, with publishing`,
} as const;

function participantsOf(programs: ThroughputPrograms, python: string | undefined, tasks: number): readonly Participant[] {
	const announced = (name: string, concurrency: number, command: Participant['command']): Participant => ({
		name, command, concurrency, tasks: concurrency === 1 ? Math.min(tasks, maxSerialTasks) : tasks, source: 'announcements', isFilledBefore: true,
	});
	const node = (file: string) => [process.execPath, file] as const;
	return [
		...(python === undefined ? [] : [announced(nameOf.python, 1, [python, 'bench/throughput-loop.py'])]),
		announced(nameOf.node, 1, node(programs.loop)),
		...concurrencies.flatMap(concurrency => [
			{...announced(nameOf.bullmq(concurrency), concurrency, node(programs.bullmq)), source: 'queue' as const},
			announced(nameOf.raw(concurrency), concurrency, node(programs.raw)),
			announced(nameOf.ours(concurrency), concurrency, node(programs.ours)),
		]),
		{...announced(nameOf.bullmqWhole, most, node(programs.bullmq)), source: 'queue', isFilledBefore: false},
		{...announced(nameOf.oursWhole, most, node(programs.ours)), isFilledBefore: false},
	];
}

/** What the participants came to in every round, by their names. */
type Runs = ReadonlyMap<string, readonly Run[]>;

function speeds(runs: Runs, name: string): readonly number[] {
	return runs.get(name)?.map(({perSecond}) => perSecond) ?? [];
}

/** How often one is as fast as another: the median over the rounds, because the machine is not as fast in one round as in another. */
function ratio(runs: Runs, name: string, other: string): number {
	const others = speeds(runs, other);
	return median(speeds(runs, name).map((speed, round) => speed / others[round]!));
}

function rowsOf(runs: Runs): readonly Measurement[] {
	return [...runs].map(([name, own]) => {
		const all = speeds(runs, name);
		const [client, server] = [median(own.map(({clientMicros}) => clientMicros)), median(own.map(({serverMicros}) => serverMicros))];
		return {
			what: name,
			value: median(all),
			unit: 'tasks/s',
			goal: null,
			note: `${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}; CPU a task: its own ${client.toFixed(0)} µs, the server's ${server.toFixed(0)} µs`,
		};
	});
}

function goalsOf(runs: Runs): readonly Measurement[] {
	const [best] = concurrencies.map(concurrency => nameOf.ours(concurrency)).toSorted((a, b) => median(speeds(runs, b)) - median(speeds(runs, a))) as [string];
	const goal = (other: string, name: string, goal: number | null): Measurement => ({
		what: `${name} / ${other}`, value: ratio(runs, name, other), unit: 'x', goal, better: 'more', note: 'median of the ratios of the rounds',
	});
	return [
		...(runs.has(nameOf.python) ? [goal(nameOf.python, best, 6)] : []),
		goal(nameOf.node, best, null),
		...concurrencies.map(concurrency => goal(nameOf.bullmq(concurrency), nameOf.ours(concurrency), concurrency === most ? 2 : null)),
		goal(nameOf.bullmqWhole, nameOf.oursWhole, null),
		...concurrencies.map(concurrency => goal(nameOf.raw(concurrency), nameOf.ours(concurrency), concurrency === most ? 0.7 : null)),
	];
}

/**
Tasks per second of our worker with the `dry-run` executor, compared with others on the same server: the fixed protocol in a plain loop, BullMQ with an empty processor, and a hand-written client that sends our worker's commands. The rounds alternate.

@param tasks The size of a batch.
*/
export async function measureThroughput(rounds: number, tasks: number): Promise<readonly Measurement[]> {
	const server = await startRedis();
	try {
		return await withThroughputPrograms(async programs => {
			const participants = participantsOf(programs, findPython(), tasks);
			const runs = new Map<string, Run[]>(participants.map(({name}) => [name, []]));
			for (let round = 0; round < rounds; round++) {
				for (const participant of participants) {
					runs.get(participant.name)?.push(await runParticipant(participant, server));
				}
			}

			return [...rowsOf(runs), ...goalsOf(runs)];
		});
	} finally {
		await server.stop();
	}
}
