import {Random} from '../../_helpers/hostile-random.js';
import type {Sequence} from './_differential-outcome.js';
import {hashesCommand} from './_generate-hashes.js';
import {keysCommand} from './_generate-keys.js';
import {listsCommand} from './_generate-lists.js';
import {scriptsCommand} from './_generate-scripts.js';
import {listeningCommand, sessionsCommand} from './_generate-sessions.js';
import {setsCommand} from './_generate-sets.js';
import {sortedSetsCommand} from './_generate-sorted-sets.js';
import {streamsCommand} from './_generate-streams.js';
import {stringsCommand} from './_generate-strings.js';

type Generate = (random: Random) => readonly string[];

/** Generators by what they are about. Each makes one command. */
export const families: Readonly<Record<string, Generate>> = {
	strings: stringsCommand,
	keys: keysCommand,
	hashes: hashesCommand,
	lists: listsCommand,
	sets: setsCommand,
	sortedSets: sortedSetsCommand,
	scripts: scriptsCommand,
	streams: streamsCommand,
	sessions: sessionsCommand,
};

/**
A random sequence of 10 to 30 commands of one to three families, with a transaction or a channel among them now and then. Half of them speak RESP3 from the beginning.

@param seed Makes the same sequence each time.
@param names Families to take commands from. Default: all.
*/
export function mixedSequence(seed: number, names: readonly string[] = Object.keys(families)): Sequence {
	const random = new Random(seed);
	const chosen = random.times(1 + random.int(3), () => families[random.pick(names)] ?? sessionsCommand);
	const length = 10 + random.int(21);
	const listens = random.chance(0.1);
	const commands: Array<readonly string[]> = seed % 2 === 0 ? [] : [['HELLO', '3']];
	while (commands.length < length) {
		if (listens && random.chance(0.3)) {
			commands.push(listeningCommand(random));
		} else if (random.chance(0.03)) {
			commands.push(['MULTI'], ...random.times(random.int(5), () => random.pick(chosen)(random)), [random.chance(0.9) ? 'EXEC' : 'DISCARD']);
		} else {
			commands.push(random.pick(chosen)(random));
		}
	}

	const left = leftOut(listens, commands.some(([name]) => name === 'MULTI'));
	const copiesAway = (words: readonly string[]) => words[0]?.toLowerCase() === 'copy' && words.some(word => word.toLowerCase() === 'db') && commands.some(([name]) => name === 'SELECT');
	return commands.filter((words, index) => index === 0 || (!left.has(words[0]?.toLowerCase() ?? '') && !copiesAway(words)));
}

/**
What both servers do in other ways on purpose, besides copying into another database: a transaction that changes the protocol half way, tells itself a message, or leaves several channels, gets replies that no client can read from Redis; and subcommands that nobody knows are
refused before they are kept by Redis only.
*/
function leftOut(listens: boolean, hasTransaction: boolean): ReadonlySet<string> {
	return new Set([...(hasTransaction ? ['hello'] : []), ...(listens && hasTransaction ? ['publish', 'unsubscribe', 'punsubscribe'] : []), ...(listens || hasTransaction ? ['object', 'xinfo'] : [])]);
}
