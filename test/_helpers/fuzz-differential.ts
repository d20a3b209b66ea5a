/*
The long form of test/redis/built-in-server/differential.ts, for a night: `tsx test/_helpers/fuzz-differential.ts --count 50000 [--seed N] [--families strings,keys]`. Needs the built program and a redis-server. Prints each difference, with the
shortest sequence of commands that still shows it, and ends with 1 when there was one.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {Contestant} from '../redis/built-in-server/_differential-outcome.js';
import {compareMany} from '../redis/built-in-server/_differential-run.js';
import {mixedSequence} from '../redis/built-in-server/_generate-mixed.js';
import {startRedis} from './redis-server.js';

const {values: flags} = parseArgs({
	options: {
		count: {type: 'string', default: '50000'},
		seed: {type: 'string', default: String(Date.now() % 4_294_967_296)},
		families: {type: 'string'},
	},
});
const first = Number(flags.seed);
const count = Number(flags.count);
const servers = await Promise.all([startRedis({kind: 'redis'}), startRedis({kind: 'built-in'})]);
const [model, candidate] = await Promise.all(servers.map(async ({port}) => Contestant.join(port)));
if (!model || !candidate) {
	throw new Error('Two servers were started');
}

console.log(`seeds ${first} to ${first + count - 1}`);
let differences = 0;
try {
	await compareMany({model, candidate}, {first, count}, seed => mixedSequence(seed, flags.families?.split(',')), complaint => {
		console.log(`${complaint}\n`);
		return ++differences < 20;
	});
} finally {
	model.leave();
	candidate.leave();
	await Promise.all(servers.map(async server => server.stop()));
}

console.log(`${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;
