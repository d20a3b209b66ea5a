// A program of its own: runs commands one after the other, and says what came of each in a line of JSON.
import process from 'node:process';
import {defaultFlags} from '../../source/commands/arguments.js';
import {budget, type BudgetFlags} from '../../source/commands/budget.js';
import {control} from '../../source/commands/control.js';
import {UserError} from '../../source/protocol/user-error.js';

const [url = '', calls = ''] = process.argv.slice(2);
const {signal} = new AbortController();
const write = process.stdout.write.bind(process.stdout);
for (const {input: [name = '', id], flags} of JSON.parse(calls) as ReadonlyArray<{readonly input: readonly string[]; readonly flags?: Partial<BudgetFlags>}>) {
	let said = '';
	process.stdout.write = text => {
		said += String(text);
		return true;
	};

	try {
		const all = {...defaultFlags, ...flags, redis: url};
		await (name === 'budget' ? budget(id, all, signal) : control(name, id, all, signal));
		write(`${JSON.stringify({code: 0, said})}\n`);
	} catch (error) {
		write(`${JSON.stringify(error instanceof UserError ? {code: error.exitCode, said: said + error.message} : {code: null, said: String(error)})}\n`);
	}
}
