/*
The long form of test/e2e/hostile.ts, for a night: `tsx test/_helpers/hostile-run.ts --values 500000 [--seed N]`. Needs the built program. Writes as many hostile values to a server of its own, in trials of 20,000, each
with the seed after the one before. Prints a line for each, and ends with 1 at the first that fails.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {complaints, hostileTrial} from './hostile-trial.js';
import {startRedis} from './redis-server.js';

const valuesPerTrial = 20_000;
const {values: flags} = parseArgs({options: {values: {type: 'string', default: '500000'}, seed: {type: 'string', default: String(Date.now() % 4_294_967_296)}}});
const trials = Math.ceil(Number(flags.values) / valuesPerTrial);

for (let trial = 0; trial < trials; trial++) {
	const seed = Number(flags.seed) + trial;
	const server = await startRedis();
	try {
		const found = complaints(await hostileTrial(server, {values: valuesPerTrial, seed}));
		console.log(`trial ${trial + 1} of ${trials}, HOSTILE_SEED=${seed}: ${found.length === 0 ? 'passed' : 'FAILED'}`);
		if (found.length > 0) {
			console.log(found.join('\n'));
			process.exitCode = 1;
			break;
		}
	} finally {
		await server.stop();
	}
}
