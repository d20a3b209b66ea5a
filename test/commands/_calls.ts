// A program of its own: runs commands one after the other, and says what came of each in a line of JSON.
import process from 'node:process';
import type {Call} from '../../source/commands/command.js';
import {expectCommand} from '../../source/commands/command-list.js';
import {parse} from '../../source/commands/parse-arguments.js';
import {UserError} from '../../source/protocol/user-error.js';

const [calls = ''] = process.argv.slice(2);
const {signal} = new AbortController();
for (const [name = '', ...rest] of JSON.parse(calls) as ReadonlyArray<readonly string[]>) {
	let said = '';
	let code: number | null = 0;
	try {
		const command = await expectCommand(name);
		const parsed = parse(command, rest);
		await (command.run as (call: Call) => Promise<void>)({
			...parsed as Pick<Call, 'arguments' | 'flags'>,
			signal,
			async print(text) {
				said += text;
			},
		});
	} catch (error) {
		code = error instanceof UserError ? error.exitCode : null;
		said += error instanceof UserError ? error.message : String(error);
	}

	process.stdout.write(`${JSON.stringify({code, said})}\n`);
}
