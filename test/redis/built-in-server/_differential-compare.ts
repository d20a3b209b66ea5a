/*
Whether two outcomes of a sequence are the same, as far as they have to be: what has no order is put in order, ends of keys may differ as much as the runs, and connections have other numbers.
*/
import {
	itemsOf, sortedPairs, type Outcome, type Sequence,
} from './_differential-outcome.js';
import {describeReply, isMessage, type RawReply} from './_raw-reply.js';

/** The first difference. Both sides in words. */
export type Difference = {readonly where: string; readonly expected: string; readonly actual: string};

const toleranceMs = 30_000;

// Beyond it, numbers of JavaScript are not exact: in the year 280,000.
const farAwayMs = 9_000_000_000_000_000;
const unordered = new Set(['smembers', 'sinter', 'sunion', 'sdiff', 'keys', 'hkeys', 'hvals', 'pubsub|channels']);
const scans = new Set(['scan', 'hscan', 'sscan', 'zscan']);
const times = new Set(['ttl', 'pttl', 'expiretime', 'pexpiretime']);
const containers = new Set(['client', 'pubsub', 'config']);
const incomparable = new Set(['client|id', 'client|list', 'client|info', 'client|kill', 'info', 'time', 'object', 'memory', 'spop', 'srandmember', 'randomkey', 'hrandfield', 'zrandmember', 'lastsave', 'role', 'command']);

/** Compare two outcomes. `undefined`: they are the same. */
export function findDifference(sequence: Sequence, expected: Outcome, actual: Outcome): Difference | undefined {
	const keys = (outcome: Outcome) => outcome.keys.map(({name, content, expiresAtMs}) => `${JSON.stringify(name)} ${content}${expiresAtMs < 0 ? '' : '\nends'}`).join('\n');
	return findDifferenceOfReplies(sequence, expected.replies, actual.replies)
		?? (keys(expected) === keys(actual) ? undefined : {where: 'the keys', expected: keys(expected), actual: keys(actual)})
		?? expected.keys.flatMap(({name, expiresAtMs}, index) => {
			const other = actual.keys[index]?.expiresAtMs ?? -2;
			const isFar = Math.min(expiresAtMs, other) > farAwayMs;
			return isFar || Math.abs(expiresAtMs - other) <= toleranceMs ? [] : [{where: `the end of ${name}`, expected: String(expiresAtMs), actual: String(other)}];
		})[0];
}

function findDifferenceOfReplies(sequence: Sequence, expectedInOrder: readonly RawReply[], actualInOrder: readonly RawReply[]): Difference | undefined {
	const expected = withMatchesSorted(expectedInOrder);
	const actual = withMatchesSorted(actualInOrder);
	const owners = ownersOf(sequence, expected);
	for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
		const left = expected[index];
		const right = actual[index];
		const owner = owners[index];
		if (!left || !right || !isSame(owner ?? {words: []}, left, right)) {
			return {
				where: `reply ${index}, to ${JSON.stringify(owner?.words)}`,
				expected: left ? describeReply(left) : 'nothing',
				actual: right ? describeReply(right) : 'nothing',
			};
		}
	}

	return undefined;
}

/** A message that matches several patterns comes in any order. */
export function withMatchesSorted(replies: readonly RawReply[]): readonly RawReply[] {
	const isMatch = (reply: RawReply | undefined) => reply !== undefined && isMessage(reply) && textOf(itemsOf(reply)[0]) === 'pmessage';
	const sorted = [...replies];
	for (let at = 0; at < sorted.length; at++) {
		for (let before = at; isMatch(sorted[before]) && isMatch(sorted[before - 1]) && describeReply(sorted[before]!) < describeReply(sorted[before - 1]!); before--) {
			[sorted[before - 1], sorted[before]] = [sorted[before]!, sorted[before - 1]!];
		}
	}

	return sorted;
}

/** A command with the commands that it ran, for `EXEC`. */
type Owner = {readonly words: readonly string[]; readonly kept?: Sequence};

function isSame(owner: Owner, left: RawReply, right: RawReply): boolean {
	if (owner.kept && left.type === 'array' && right.type === 'array' && left.items.length === right.items.length) {
		return left.items.every((item, index) => isSame({words: owner.kept?.[index] ?? []}, item, right.items[index] ?? item));
	}

	const name = nameOf(owner.words);
	if (left.type !== right.type) {
		return false;
	}

	if (times.has(name) && left.type === 'integer' && right.type === 'integer') {
		return Math.sign(Number(left.text)) === Math.sign(Number(right.text)) && Math.abs(Number(left.text) - Number(right.text)) <= toleranceMs;
	}

	if (left.type !== 'error' && (incomparable.has(name) || (scans.has(name) && !isWholeScan(owner.words)))) {
		return true;
	}

	return describeReply(normalize(name, owner.words, left)) === describeReply(normalize(name, owner.words, right));
}

function normalize(name: string, words: readonly string[], reply: RawReply): RawReply {
	// Redis says in which line of which script an error occurred.
	if (reply.type === 'error') {
		return {...reply, text: reply.text.replace(/ script: [\da-f]{40}, on @user_script:\d+\.$/, '')};
	}

	if (unordered.has(name)) {
		return sortedPairs(reply, 1);
	}

	if (name === 'hgetall' || name === 'config|get') {
		return sortedPairs(reply, 2);
	}

	// Which channel is left first is anybody's guess.
	if (/^p?unsubscribe$/.test(name) && words.length === 1 && 'items' in reply) {
		return {...reply, items: reply.items.toSpliced(1, 1)};
	}

	// The number of a connection is its own.
	if (name === 'hello' && 'items' in reply) {
		return {...reply, items: reply.items.map((item, index) => index === 7 ? {type: 'null'} : item)};
	}

	if (scans.has(name) && 'items' in reply) {
		return {...reply, items: reply.items.map(item => sortedPairs(item, name === 'hscan' || name === 'zscan' ? 2 : 1))};
	}

	return reply;
}

// Where a part of a scan ends, and its cursor, are the server's own business.
function isWholeScan(words: readonly string[]): boolean {
	const cursor = words[nameOf(words) === 'scan' ? 1 : 2];
	const count = words.findIndex(word => word.toLowerCase() === 'count');
	return cursor === '0' && (count === -1 || Number(words[count + 1]) >= 10);
}

function nameOf([name = '', subcommand = '']: readonly string[]): string {
	const lowerCase = name.toLowerCase();
	return containers.has(lowerCase) ? `${lowerCase}|${subcommand.toLowerCase()}` : lowerCase;
}

/** Which command each reply belongs to. Messages belong to none; commands that listen have one reply per channel. */
function ownersOf(sequence: Sequence, replies: readonly RawReply[]): ReadonlyArray<Owner | undefined> {
	const owners: Array<Owner | undefined> = [];
	let kept: Array<readonly string[]> = [];
	let at = 0;
	const skipMessages = () => {
		while (replies[at] && isMessage(replies[at]!)) {
			at++;
		}
	};

	for (const words of [...sequence, ['QUIT']]) {
		const name = nameOf(words);
		skipMessages();
		const first = replies[at];
		const isAboutChannels = (reply: RawReply | undefined) => textOf(itemsOf(reply)[0]) === name;
		if (/^p?(?:un)?subscribe$/.test(name) && isAboutChannels(first)) {
			// Without arguments, as many as there are.
			for (let count = 0; count < (words.length === 1 ? Infinity : words.length - 1) && isAboutChannels(replies[at]); count++) {
				owners[at++] = {words};
				skipMessages();
			}

			continue;
		}

		// What was left without being named may have taken its replies.
		if (/^p?unsubscribe$/.test(name) && first?.type !== 'error' && textOf(first) !== 'QUEUED') {
			continue;
		}

		kept = name === 'multi' && textOf(first) === 'OK' ? [] : kept;
		if (textOf(first) === 'QUEUED') {
			kept.push(words);
		}

		owners[at++] = name === 'exec' ? {words, kept} : {words};
	}

	return owners;
}

function textOf(reply: RawReply | undefined): string {
	return reply && 'text' in reply ? reply.text : '';
}
