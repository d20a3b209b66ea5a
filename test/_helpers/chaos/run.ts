/*
`npm run chaos [-- --tasks N]`: our workers and then those of the fixed protocol do the same tasks under the same trouble, see `trial.ts`. Ends with 1 if ours lost a task, finished one twice, counted
money wrongly, or did not end.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {reportLines, isClean} from './report.js';
import {runTrial} from './trial.js';

const {values: flags} = parseArgs({options: {tasks: {type: 'string', default: '5000'}}});
const plan = {
	tasks: Number(flags.tasks), perSecond: 120, killEvery: 80, napEvery: 300, restartEvery: 450,
};

console.log(`${plan.tasks} tasks, 8 workers in 4 processes, and foreign workers beside them.\n`);
for (const kind of ['swarm', 'naive'] as const) {
	const report = await runTrial(kind, plan);
	console.log(reportLines(kind, report).join('\n'));
	if (kind === 'swarm' && !isClean(report)) {
		process.exitCode = 1;
	}
}
