import type {DataCommand} from '../command.js';
import {addIntegers, parseInteger, readInteger} from '../integers.js';
import {addLongDoubles, formatLongDouble, parseLongDouble} from '../long-double.js';
import {CommandError, notAFloat} from '../reply.js';
import {Hash} from '../values/hash.js';

/** Commands that count in fields of hashes. */
export const hashCounterCommands: readonly DataCommand[] = [
	{
		name: 'hincrby', arity: 4, effect: 'grow', run(database, [key = '', field = '', text = '']) {
			const increment = readInteger(text);
			const hash = database.openParts(key, Hash);
			const value = parseInteger(hash.get(field) ?? '0');
			if (value === undefined) {
				throw new CommandError('ERR hash value is not an integer');
			}

			const sum = addIntegers(value, increment);
			if (sum === undefined) {
				throw new CommandError('ERR increment or decrement would overflow');
			}

			hash.set(field, String(sum));
			database.touch(key);
			return sum;
		},
	},
	{
		name: 'hincrbyfloat', arity: 4, effect: 'grow', run(database, [key = '', field = '', text = '']) {
			const increment = parseLongDouble(text);
			if (increment === undefined) {
				throw notAFloat();
			}

			if (increment === 'infinite') {
				throw new CommandError('ERR value is NaN or Infinity');
			}

			const hash = database.openParts(key, Hash);
			const value = parseLongDouble(hash.get(field) ?? '0');
			if (value === undefined) {
				throw new CommandError('ERR hash value is not a float');
			}

			const sum = addLongDoubles(value, increment);
			if (sum === undefined) {
				throw new CommandError('ERR increment would produce NaN or Infinity');
			}

			const shown = formatLongDouble(sum);
			hash.set(field, shown);
			database.touch(key);
			database.rewrite(['HSET', key, field, shown]);
			return shown;
		},
	},
];
