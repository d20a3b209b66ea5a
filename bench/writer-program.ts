/*
The swarm that is watched, as a process of its own. Arguments: port, what to write, how many, how many per second (`Infinity`: as fast as possible).

- `findings`: as many findings, written and announced, then it ends;
- `silent-findings`: the same without announcements, for what lies there before anybody looks;
- `beats`: as many workers, each with a heartbeat and a note every 15 seconds, evenly spread, until it is ended.
*/
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {
	channels, heartbeatTtlSeconds, keys, swarmKeys,
} from '../source/protocol/redis-keys.js';
import {formatTime} from '../source/protocol/times.js';
import {openRedisPipe, type Command} from './redis-pipe.js';

const [port, what, count, perSecond] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4]), Number(process.argv[5])];
const burstEveryMs = 5;
const maxPerBurst = 1000;
const beatEverySeconds = 15;
const workers = 100;

function workerId(index: number): string {
	return `haiku_${String(index).padStart(3, '0')}`;
}

function findingCommands(index: number): readonly Command[] {
	const id = `finding_${index.toString(16).padStart(8, '0')}`;
	const finding = {
		finding_id: id,
		worker_id: workerId(index % workers),
		timestamp: formatTime(Date.now()),
		task: `Search shard ${index % 64} for uses of parseDate and list the files`,
		result: `Found ${index % 17} uses in ${index % 7} files, most of them in the tests of the reader`,
		files_changed: [`docs/agents-${index % 40}.md`],
		citations: [],
		tokens_used: 300,
		cost: 0.0011,
	};
	return [['SET', keys.finding(id), JSON.stringify(finding)], ...(what === 'findings' ? [['PUBLISH', channels.findings, id]] : [])];
}

function beatCommands(index: number): readonly Command[] {
	const id = workerId(index % count);
	const now = formatTime(Date.now());
	return [
		['SET', keys.heartbeat(id), now, 'EX', String(heartbeatTtlSeconds)],
		['SET', swarmKeys.worker(id), JSON.stringify({
			host: 'bench', executor: 'dry-run', concurrency: 1, started_at: now,
		}), 'EX', String(heartbeatTtlSeconds)],
	];
}

const isBeating = what === 'beats';
const commandsOf = isBeating ? beatCommands : findingCommands;
const total = isBeating ? Number.POSITIVE_INFINITY : count;
const rate = isBeating ? count / beatEverySeconds : perSecond;

const pipe = await openRedisPipe(port);
const startMs = performance.now();
// Every worker has beaten once before anybody counts.
let written = 0;
if (isBeating) {
	await pipe.send(Array.from({length: count}, (_, index) => beatCommands(index)).flat());
}

while (written < total) {
	const due = Math.min(total, rate === Number.POSITIVE_INFINITY ? written + maxPerBurst : Math.floor((performance.now() - startMs) / 1000 * rate));
	const burst = Math.min(maxPerBurst, due - written);
	if (burst > 0) {
		const first = written;
		written += burst;
		await pipe.send(Array.from({length: burst}, (_, index) => commandsOf(first + index)).flat());
	}

	if (rate !== Number.POSITIVE_INFINITY) {
		await delay(burstEveryMs);
	}
}

process.stdout.write(`${(performance.now() - startMs) / 1000}\n`);
pipe.close();
