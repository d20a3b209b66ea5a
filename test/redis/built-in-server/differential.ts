/*
The built-in server does what Redis does. More of it: `npm run differential -- --count 50000 --seed 1`.
*/
import process from 'node:process';
import {inspect} from 'node:util';
import test from 'ava';
import {Random} from '../../_helpers/hostile-random.js';
import {withMatchesSorted} from './_differential-compare.js';
import {randomSteps, receivedBySteps} from './_differential-messages.js';
import {Contestant} from './_differential-outcome.js';
import {compareMany} from './_differential-run.js';
import {bothServers} from './_differential-servers.js';
import {families, mixedSequence} from './_generate-mixed.js';
import {describeReply} from './_raw-reply.js';

const firstSeed = Number(process.env.DIFFERENTIAL_SEED ?? 1);

test('5,000 sequences of random commands are answered as by Redis, and leave the same keys', async t => {
	const ports = await bothServers(t);
	if (!ports) {
		return;
	}

	const pair = {model: await Contestant.join(ports.real), candidate: await Contestant.join(ports.builtIn)};
	const complaints: string[] = [];
	await compareMany(pair, {first: firstSeed, count: 5000}, mixedSequence, complaint => complaints.push(complaint) < 5);
	t.is(complaints.join('\n\n'), '');
	pair.model.leave();
	pair.candidate.leave();
});

test('every family of commands takes part, in both protocols', t => {
	for (const [name, generate] of Object.entries(families)) {
		const random = new Random(1);
		t.true(new Set(random.times(200, () => generate(random).join(' '))).size > 50, `${name}`);
	}

	const sequences = Array.from({length: 100}, (_, seed) => mixedSequence(seed));
	t.is(sequences.filter(([first]) => first?.join(' ') === 'HELLO 3').length, 50);
	t.true(sequences.every(({length}) => length >= 5 && length <= 40));
});

test('300 scripts of steps over three connections: all receive the same messages in the same order', async t => {
	const ports = await bothServers(t);
	if (!ports) {
		return;
	}

	for (let seed = firstSeed; seed < firstSeed + 300; seed++) {
		const steps = randomSteps(new Random(seed));
		const [expected, actual] = await Promise.all([ports.real, ports.builtIn].map(async port => {
			const received = await receivedBySteps(port, steps);
			return received.map(replies => withMatchesSorted(replies).map(reply => describeReply(reply)));
		}));
		t.deepEqual(actual, expected, `seed ${seed}:\n${steps.map(({client, words}) => `  ${client}: ${inspect(words, {breakLength: Infinity})}`).join('\n')}`);
	}
});
