/*
What several connections tell each other: the same steps on two servers, and everything that each connection has received.
*/
import type {Random} from '../../_helpers/hostile-random.js';
import {RawClient} from './_raw-client.js';
import type {RawReply} from './_raw-reply.js';

/** A command of one of the connections. `{n}` stands for the number of connection n. */
export type Step = {readonly client: number; readonly words: readonly string[]};

const clients = 3;
const keys = ['a', 'ab', 'abc', 'b', '\0\u00FF'];
const channels = ['news', 'none', '__redis__:invalidate', ''];
const patterns = ['n*', '*z*', '[a-m]?ws'];
const makers: ReadonlyArray<(random: Random) => readonly string[]> = [
	random => ['SET', random.pick(keys), random.pick(['1', '2'])],
	random => ['SET', random.pick(keys), '1', 'EX', '100000'],
	random => ['DEL', random.pick(keys), random.pick(keys)],
	random => ['MSET', random.pick(keys), '1', random.pick(keys), '2'],
	random => ['RENAME', random.pick(keys), random.pick(keys)],
	random => ['INCR', random.pick(keys)],
	random => ['APPEND', random.pick(keys), random.pick(['', '1'])],
	random => ['PUBLISH', random.pick(channels), random.pick(['hello', '', '\0\r\n'])],
	random => ['PUBLISH', random.pick(channels), random.pick(['hello', '', '\0\r\n'])],
	random => ['SUBSCRIBE', random.pick(channels)],
	random => ['SUBSCRIBE', random.pick(channels), '__redis__:invalidate'],
	random => ['PSUBSCRIBE', random.pick(patterns)],
	random => ['UNSUBSCRIBE', random.pick(channels)],
	random => ['PUNSUBSCRIBE', random.pick(patterns)],
	random => ['CLIENT', 'TRACKING', 'ON', 'BCAST', ...random.pick([[], ['NOLOOP']]), ...random.pick([[], ['PREFIX', 'a'], ['PREFIX', 'b', 'PREFIX', 'ab'], ['PREFIX', 'a', 'PREFIX', 'ab']])],
	random => ['CLIENT', 'TRACKING', 'ON', 'REDIRECT', `{${random.int(clients)}}`, 'BCAST', ...random.pick([[], ['NOLOOP'], ['PREFIX', 'a']])],
	() => ['CLIENT', 'TRACKING', 'OFF'],
	() => ['MULTI'],
	() => ['EXEC'],
	() => ['EXEC'],
	() => ['DISCARD'],
	random => ['WATCH', random.pick(keys), random.pick(keys)],
	() => ['UNWATCH'],
	random => random.pick([['FLUSHALL'], ['FLUSHDB'], ['RESET'], ['SELECT', '1'], ['SELECT', '0'], ['PUBSUB', 'NUMPAT'], ['PUBSUB', 'NUMSUB', 'news'], ['PING', 'x']]),
	random => ['CLIENT', 'KILL', 'ID', `{${random.int(clients)}}`, 'SKIPME', 'yes'],
];

/** Random steps. About half of the connections speak RESP3. Whoever writes a transaction does nothing else that has more than one reply. */
export function randomSteps(random: Random): readonly Step[] {
	const steps: Step[] = [];
	const isInMulti = Array.from({length: clients}, () => false);
	for (let client = 0; client < clients; client++) {
		if (random.chance(0.5)) {
			steps.push({client, words: ['HELLO', '3']});
		}
	}

	while (steps.length < 40) {
		const client = random.int(clients);
		const words = random.pick(makers)(random);
		const [name = ''] = words;
		if (isInMulti[client] && /SUBSCRIBE|PUBLISH|KILL|TRACKING|FLUSH/.test(words.join(' '))) {
			continue;
		}

		// Killing is for the end: what the dead would have said is not to be waited for.
		if (name === 'CLIENT' && words[1] === 'KILL' && steps.length < 36) {
			continue;
		}

		isInMulti[client] = name === 'MULTI' || (isInMulti[client] === true && !['EXEC', 'DISCARD', 'RESET'].includes(name));
		steps.push({client, words});
	}

	return steps;
}

/** Do steps one after the other. Returns what each connection has received, until it was ended by `QUIT`, or by another. */
export async function receivedBySteps(port: number, steps: readonly Step[]): Promise<ReadonlyArray<readonly RawReply[]>> {
	const first = await RawClient.connect(port);
	await first.pipeline([['FLUSHALL']]);
	first.destroy();
	const open: RawClient[] = [];
	const numbers: string[] = [];
	for (let index = 0; index < clients; index++) {
		const client = await RawClient.connect(port);
		const id = await client.send('CLIENT', 'ID');
		client.received.length = 0;
		open.push(client);
		numbers.push('text' in id ? id.text : '');
	}

	for (const {client: index, words} of steps) {
		const client = open[index];
		if (client && !client.isClosed) {
			await answered(client, words.map(word => word.replace(/^{(\d)}$/, (_, number: string) => numbers[Number(number)] ?? '')));
		}
	}

	for (const client of open) {
		if (!client.isClosed) {
			await answered(client, ['QUIT']);
		}

		await client.ended();
	}

	return open.map(client => client.received.map(reply => withoutNumber(reply)));
}

// Commands that listen have a reply per channel. Who was killed answers nothing.
async function answered(client: RawClient, words: readonly string[]): Promise<void> {
	const expected = (words[0] ?? '').endsWith('SUBSCRIBE') ? words.length - 1 : 1;
	try {
		for (let count = 0; count < expected; count++) {
			const reply = await (count === 0 ? client.send(...words) : client.nextReply());
			if (reply.type === 'error') {
				return;
			}
		}
	} catch {
		await client.ended();
	}
}

// The number of a connection is its own; it is told by `HELLO`, and when nobody gets what is redirected any more.
function withoutNumber(reply: RawReply): RawReply {
	if (!('items' in reply)) {
		return reply;
	}

	const [first, ...rest] = reply.items;
	const isBroken = first?.type === 'bulk' && first.text === 'tracking-redir-broken';
	return isBroken || reply.items.length === 14 ? {...reply, items: rest.toSpliced(isBroken ? 0 : 6, 1)} : reply;
}
