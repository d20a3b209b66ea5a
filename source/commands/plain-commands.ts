import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {watchExits} from '../terminal/exits.js';
import {printFindings} from './findings.js';
import {budget} from './budget.js';
import {control, controlCommands} from './control.js';
import {printPrompt} from './prompt.js';
import {publish} from './publish.js';
import type {Flags} from './arguments.js';
import {printStatusLine} from './status-line.js';
import {runServer} from './server.js';
import {runWorker} from './worker.js';

// After a second signal, or when this time is over, the process ends whatever it is doing.
const exitWithinMs = 10_000;

/**
Run a command that prints and ends. Only `status` loads Ink, for its tables: the line for a status bar must not wait for it.

@throws {UserError} when there is no such command, or it was called wrongly.
*/
export async function runPlainCommand([name, ...rest]: readonly string[], flags: Flags): Promise<void> {
	const {signal, exit} = watchExits({graceMs: exitWithinMs + (name === 'worker' ? flags.grace * 1000 : 0)});
	// Whoever reads what is printed may have read enough, as `head` does.
	process.stdout.on('error', () => {
		exit();
	});
	switch (name ?? 'status') {
		case 'status': {
			expectNothing(rest);
			if (flags.line) {
				await printStatusLine(flags, signal);
			} else {
				const {printStatus} = await import('./status.js');
				await printStatus(flags, signal);
			}

			break;
		}

		case 'publish': {
			await publish(rest.join(' '), {...flags, file: flags.file ?? []}, signal);
			break;
		}

		case 'findings': {
			await printFindings(rest.at(0), flags, signal);
			break;
		}

		case 'worker': {
			if (flags.executor !== 'command') {
				expectNothing(rest);
			}

			await runWorker(flags, rest, signal);
			break;
		}

		case 'budget': {
			expectNothing(rest.slice(1));
			await budget(rest[0], flags, signal);
			break;
		}

		case 'server': {
			expectNothing(rest);
			await runServer(flags, signal);
			break;
		}

		case 'prompt': {
			expectNothing(rest.slice(1));
			printPrompt(rest[0], flags);
			break;
		}

		default: {
			if (name === undefined || !controlCommands.includes(name)) {
				throw new UserError(clean`Expected a command such as status, publish, findings or worker, got "${name ?? ''}". See haiku-swarm --help.`, 'usage');
			}

			expectNothing(rest.slice(1));
			await control(name, rest[0], flags, signal);
		}
	}
}

function expectNothing(rest: readonly string[]): void {
	if (rest.length > 0) {
		throw new UserError(clean`Expected no more arguments, got "${rest.join(' ')}". See haiku-swarm --help.`, 'usage');
	}
}
