import type {DataCommand} from '../command.js';
import {syntaxError} from '../reply.js';
import {Members} from '../values/members.js';
import {choose, chooseOne, readChoice} from './choose.js';
import {readAmount} from './places.js';

/** Commands that choose members of sets by chance. */
export const setRandomCommands: readonly DataCommand[] = [
	{
		name: 'spop', arity: -2, effect: 'write', run(database, [key = '', count, ...rest]) {
			if (rest.length > 0) {
				throw syntaxError();
			}

			const most = count === undefined ? undefined : readAmount(count);
			const set = database.findParts(key, Members);
			const chosen = [...choose(set?.members() ?? [], most ?? 1)];
			if (set && chosen.length > 0) {
				for (const member of chosen) {
					set.delete(member);
				}

				database.rewrite(set.size === 0 ? ['DEL', key] : ['SREM', key, ...chosen]);
				database.touch(key);
			}

			return most === undefined ? chosen[0] ?? null : {kind: 'set', items: chosen};
		},
	},
	{
		name: 'srandmember', arity: -2, effect: 'read', run(database, [key = '', count, ...rest]) {
			if (rest.length > 0) {
				throw syntaxError();
			}

			const wanted = count === undefined ? undefined : readChoice(count);
			const members = database.readParts(key, Members)?.members() ?? [];
			return wanted === undefined ? chooseOne(members) ?? null : choose(members, wanted);
		},
	},
];
