/*
`npm run picture`: draws docs/screen.svg, the picture in the readme, from the real dashboard on a real server. Build first.
*/
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {keys, swarmKeys} from '../source/protocol/redis-keys.js';
import {formatTime} from '../source/protocol/times.js';
import {startRedis} from '../test/_helpers/redis-server.js';
import {openTestTerminal} from '../test/_helpers/terminal.js';
import {screenSvg} from './screen-svg.js';

const [columns, rows, view] = [128, 16, '3'];
const now = formatTime(Date.now());

type Command = readonly string[];

function worker(id: string, progress: ReadonlyArray<{readonly task: string; readonly turn: number; readonly tool: string; readonly tokens: number}>): readonly Command[] {
	return [
		['SET', keys.heartbeat(id), now, 'EX', '52'],
		['SET', swarmKeys.worker(id), JSON.stringify({
			host: 'box', executor: 'claude-cli', concurrency: 1, state: progress.length > 0 ? 'working' : 'idle', progress, started_at: now,
		}), 'EX', '60'],
	];
}

function task(id: string, description: string, ...more: readonly Command[]): readonly Command[] {
	return [['SET', keys.task(id), JSON.stringify({description})], ...more];
}

const claim = (id: string, workerId: string, seconds: number): Command => ['SET', keys.claim(id), workerId, 'EX', String(seconds)];
const finding = (id: string, taskId: string, workerId: string, result: string, cost: number): readonly Command[] => [
	['SET', keys.finding(id), JSON.stringify({
		finding_id: id, worker_id: workerId, timestamp: now, task: taskId, task_id: taskId, result, tokens_used: 2840, cost,
	})],
	['SET', keys.result(taskId), id],
	['INCRBYFLOAT', keys.cost('haiku'), String(cost)],
];

const commands: readonly Command[] = [
	...worker('haiku_001', [{
		task: 'task_0191', turn: 3, tool: 'search_files', tokens: 12_300,
	}]),
	...worker('haiku_002', []),
	...task('task_0186', 'Summarise docs/agents.md in five lines', ...finding('finding_9c1e22ab', 'task_0186', 'haiku_001', 'Agents meet in Redis', 0.0081)),
	...task('task_0187', 'List the endpoints of shard 2', ...finding('finding_51aa0c77', 'task_0187', 'haiku_002', 'Four endpoints', 0.0054)),
	...task('task_0188', 'Rename parseDate to parseTime in src/reader', ...finding('finding_77d01b3e', 'task_0188', 'haiku_001', '12 files changed', 0.0096)),
	...task('task_0189', 'Convert the fixtures from YAML to JSON', ['SET', swarmKeys.failed('task_0189'), JSON.stringify({error: 'fixtures/broken.yml: bad indentation'})], ['SET', swarmKeys.attempts('task_0189'), '3']),
	...task('task_0190', 'Test the shard 3 endpoint with curl'),
	...task('task_0191', 'Search the repository for uses of parseDate', claim('task_0191', 'haiku_001', 252)),
	...task('task_0192', 'Update agents.md with the findings of instance 10', claim('task_0192', 'haiku_003', 211)),
	...task('task_0193', 'Check which tests are skipped, and why'),
	['HSET', swarmKeys.budget, 'limit_usd', '5'],
];

const server = await startRedis();
try {
	for (const command of commands) {
		await server.cli(...command);
	}

	const terminal = await openTestTerminal({
		columns, rows, command: process.execPath, args: ['distribution/cli.js', '--redis', server.url], env: {COLORTERM: undefined},
	});
	try {
		await terminal.waitFor(/^ live/);
		terminal.press(view);
		await terminal.waitFor('orphaned', {timeoutMs: 60_000});
		process.stdout.write(`${terminal.text().join('\n')}\n`);
		await writeFile('docs/screen.svg', screenSvg(terminal, columns, rows));
	} finally {
		await terminal.close();
	}
} finally {
	await server.stop();
}
