import {randomInt} from 'node:crypto';
import {foreignKinds} from '../foreign-process.js';
import {audit, type Verdict} from './audit.js';
import {Coordinator} from './coordinator.js';
import {Crew} from './crew.js';
import {startCuttingProxy} from './cutting-proxy.js';
import {restartRedis, startDurableRedis} from './durable-redis.js';
import {ForeignCrew} from './foreign-crew.js';
import {SpendingBooks} from './spending-book.js';
import {traceTask} from './trace.js';
import {readHistory} from './write-history.js';

/** Who works: our workers and sweepers, or workers that know nothing but the fixed protocol. Foreign workers are among both. */
export type TrialKind = 'swarm' | 'naive';

/** How much of everything there is. Faults are injected by the number of tasks published, so that a slow machine gets as many. */
export type Plan = {
	readonly tasks: number;
	readonly perSecond: number;
	/** A process is killed after so many tasks. */
	readonly killEvery: number;
	/** A process sleeps for three seconds, longer than its heartbeats last, after so many tasks. */
	readonly napEvery: number;
	/** Redis is stopped and started after so many tasks, by SIGTERM and by SIGKILL in turn. */
	readonly restartEvery: number;
};

/** What a trial came to. */
export type TrialReport = Verdict & {
	/** 1 if tasks were waiting and nothing moved any more, and the processes that did not end when they were asked to. */
	readonly stuck: number;
	/** What was written about the first task that was lost or finished twice. */
	readonly trace: readonly string[];
	/** Processes that ended by themselves, and what they said. */
	readonly failures: readonly string[];
	readonly attempts: number;
	/** Tasks that were set aside after too many attempts, and given new ones by hand. */
	readonly retries: number;
	readonly kills: number;
	readonly naps: number;
	readonly restarts: number;
	readonly cuts: number;
	readonly lostReplies: number;
	readonly seconds: number;
};

const processes = 4;
const cutEveryMs = 25;
const napMs = 3000;
const patienceMs = {swarm: 30_000, naive: 5000};

/** Let workers do tasks while everything breaks, and look what came of it. All that it starts has ended when it settles. */
export async function runTrial(kind: TrialKind, plan: Plan): Promise<TrialReport> {
	const startMs = performance.now();
	const server = await startDurableRedis();
	const proxy = await startCuttingProxy(server.port);
	const coordinator = new Coordinator(server.url);
	const books = new SpendingBooks(server.directory);
	const failures: string[] = [];
	const failed = new AbortController();
	const onFailure = (problem: string) => {
		failures.push(problem);
		failed.abort(new Error(problem));
	};

	const crew = new Crew({
		program: `${kind}-program.ts`, url: proxy.url, books, processes, onFailure,
	});
	const foreign = new ForeignCrew({
		server, books, kinds: foreignKinds, onFailure,
	});
	let restarts = 0;

	const restart = async () => {
		await foreign.leave(coordinator);
		await restartRedis(server, restarts % 2 === 0 ? 'SIGTERM' : 'SIGKILL', randomInt(50, 500));
		restarts++;
		await foreign.come();
	};

	try {
		await foreign.come();
		await coordinator.untilHeard((processes * 2) + foreignKinds.length, failed.signal);
		proxy.cutEvery(cutEveryMs);

		const taskIds = Array.from({length: plan.tasks}, (_, index) => `t${index + 1}`);
		const naps: Array<Promise<void>> = [];
		let restarted = Promise.resolve();
		await coordinator.publish(taskIds, plan.perSecond, count => {
			if (count % plan.killEvery === 0) {
				crew.kill();
			}

			if (count % plan.napEvery === 0) {
				naps.push(crew.nap(napMs));
			}

			if (count % plan.restartEvery === 0) {
				restarted = restarted.then(restart);
			}
		});
		await Promise.all([restarted, ...naps]);
		const isDone = await coordinator.untilDone(taskIds, patienceMs[kind]);
		const late = await crew.leave(patienceMs[kind]);
		await foreign.leave(coordinator);

		const spent = books.read();
		const history = await readHistory(server.directory);
		const verdict = audit({taskIds, history, spent});
		const suspect = verdict.finishedTwice[0] ?? verdict.lost[0];
		return {
			...verdict,
			trace: suspect === undefined ? [] : traceTask(history, suspect),
			stuck: (isDone ? 0 : 1) + late,
			failures,
			attempts: spent.length,
			retries: coordinator.retries,
			kills: crew.kills,
			naps: crew.naps,
			restarts,
			cuts: proxy.cuts,
			lostReplies: proxy.lostReplies,
			seconds: Math.round((performance.now() - startMs) / 1000),
		};
	} finally {
		crew.end();
		foreign.kill();
		coordinator.close();
		await proxy.close();
		await server.stop();
	}
}
