/*
What a sequence of commands has brought about on one server: all it answered, and what its keys hold afterwards.
*/
import {setTimeout as delay} from 'node:timers/promises';
import {encodeCommands, RawClient} from './_raw-client.js';
import {describeReply, type RawReply} from './_raw-reply.js';

/** Commands of one connection, each with its name first. */
export type Sequence = ReadonlyArray<readonly string[]>;

/** A key with all that can be asked of it: type, end, content. */
export type KeyState = {readonly name: string; readonly expiresAtMs: number; readonly content: string};

/** What came of a sequence. */
export type Outcome = {readonly replies: readonly RawReply[]; readonly keys: readonly KeyState[]};

const databases = ['0', '1', '2', '15'];
const patienceMs = 20_000;

/** One server in a comparison. */
export class Contestant {
	/** Join a server on this port of 127.0.0.1. */
	static async join(port: number): Promise<Contestant> {
		return new Contestant(port, await RawClient.connect(port));
	}

	readonly #port: number;
	readonly #admin: RawClient;

	private constructor(port: number, admin: RawClient) {
		this.#port = port;
		this.#admin = admin;
	}

	/** Empty the server, send the sequence in one piece on a connection of its own, and see what has become of it. */
	async run(sequence: Sequence): Promise<Outcome> {
		await this.#admin.pipeline([['FLUSHALL'], ['SCRIPT', 'FLUSH']]);
		const client = await RawClient.connect(this.#port);
		client.write(encodeCommands([...sequence, ['QUIT']]));
		const timer = new AbortController();
		try {
			await Promise.race([client.ended(), delay(patienceMs, undefined, {signal: timer.signal})]);
		} finally {
			timer.abort();
			client.destroy();
		}

		return {replies: client.isClosed ? client.received : [...client.received, {type: 'error', text: '(the connection does not end)'}], keys: await this.#keys()};
	}

	/** End the connection. */
	leave(): void {
		this.#admin.destroy();
	}

	async #keys(): Promise<readonly KeyState[]> {
		const answers = await this.#admin.pipeline(databases.flatMap(database => [['SELECT', database], ['KEYS', '*']]));
		const questions = databases.flatMap((database, index) => {
			const names = answers[(2 * index) + 1];
			return itemsOf(names).map(name => ({database, name: 'text' in name ? name.text : ''}));
		}).toSorted((a, b) => compareTexts(`${a.database} ${a.name}`, `${b.database} ${b.name}`));
		const states = await this.#admin.pipeline(questions.flatMap(({database, name}) => [['SELECT', database], ...questionsAbout(name)]));
		const size = questionsAbout('').length + 1;
		return questions.map(({database, name}, index) => {
			const [, end, ...content] = states.slice(index * size, (index + 1) * size);
			return {
				name: `${database} ${name}`,
				expiresAtMs: Number(end && 'text' in end ? end.text : Number.NaN),
				content: content.map((reply, at) => describeReply(at === 3 || at === 4 ? sortedPairs(reply, at === 3 ? 1 : 2) : reply)).filter(text => !text.includes('WRONGTYPE')).join('\n'),
			};
		}).filter(({expiresAtMs}) => expiresAtMs !== -2);
	}
}

/** What a reply is made of; nothing for those without parts. */
export function itemsOf(reply: RawReply | undefined): readonly RawReply[] {
	return reply && 'items' in reply ? reply.items : [];
}

/** A reply whose parts may come in any order, each so many items long. */
export function sortedPairs(reply: RawReply, length: number): RawReply {
	if (!('items' in reply)) {
		return reply;
	}

	const groups = Array.from({length: Math.ceil(reply.items.length / length)}, (_, index) => reply.items.slice(index * length, (index + 1) * length));
	const describe = (group: readonly RawReply[]) => group.map(item => describeReply(item)).join(' ');
	return {...reply, items: groups.toSorted((a, b) => compareTexts(describe(a), describe(b))).flat()};
}

// Wrong ones for its type are answered by an error, which is left out.
function questionsAbout(key: string): ReadonlyArray<readonly string[]> {
	return [
		['PEXPIRETIME', key],
		['TYPE', key],
		['GET', key],
		['LRANGE', key, '0', '-1'],
		['SMEMBERS', key],
		['HGETALL', key],
		['ZRANGE', key, '0', '-1', 'WITHSCORES'],
		['XRANGE', key, '-', '+'],
		['XINFO', 'STREAM', key, 'FULL'],
	];
}

function compareTexts(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
