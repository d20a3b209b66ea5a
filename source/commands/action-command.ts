/*
Commands made from actions: `cancel <task>`, `drain <worker>` and so on. A new action needs nothing here.
*/
import {safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Action, Arguments} from '../swarm/actions/action.js';
import {actions} from '../swarm/actions/action-list.js';
import {readField, type Field} from '../swarm/actions/fields.js';
import {perform} from '../swarm/actions/perform.js';
import {defineCommand, type AnyCommand} from './command.js';
import {withConnection} from './connect.js';
import {
	text, texts, toggle, type Flags,
} from './flags.js';

/** The commands of all actions on one task or one worker. Those on the whole swarm have their own files. */
export const actionCommands: readonly AnyCommand[] = actions.filter(({target}) => target !== 'swarm').map(action => defineCommand({
	name: action.name,
	summary: action.summary,
	arguments: [`<${action.target}>`],
	flags: {...fieldFlags(action), json: toggle('what was done, as JSON')},
	examples: [`haiku-swarm ${action.name} ${action.target === 'task' ? 'task_0192' : 'haiku_003'}`],
	async run(call) {
		const {arguments: [id = '', ...rest], flags, signal, print} = call;
		const values = fieldValues(action, rest, flags);
		await withConnection(call, async connection => {
			const {outcome: {kind, ...facts}, text: said, level} = await perform(action, {connection, signal, localWorkers: null}, id, values);
			if (level === 'failed') {
				throw new UserError(said);
			}

			const json = {
				action: action.name, [action.target]: id, outcome: kind, ...facts,
			};
			await print(flags.json ? `${safeJson(json)}\n` : `${said}\n`);
		});
	},
}));

/** The flags for the fields of an action. */
export function fieldFlags({form}: Action): Flags {
	return Object.fromEntries((form?.fields ?? []).flatMap(({kind, flag, help}) => flag === null ? [] : [[camelCase(flag), flagOf(kind, flag, help)]]));
}

/** The fields of an action, from the arguments and flags of a command. @throws {UserError} of kind `usage`. */
export function fieldValues({form}: Action, given: readonly string[], flags: Readonly<Record<string, unknown>>): Arguments {
	return Object.fromEntries((form?.fields ?? []).flatMap(field => {
		const raw = field.flag === null ? given.join(' ') : flags[camelCase(field.flag)];
		if (raw === undefined || raw === '') {
			return [];
		}

		return [[field.name, typeof raw === 'string' ? readField({...field, label: field.flag === null ? field.label : `--${field.flag}`}, raw) : raw as readonly string[]]];
	}));
}

function flagOf(kind: Field['kind'], name: string, help: string) {
	return kind === 'list' ? texts(`<${name}>`, help) : text(kind === 'usd' ? '<USD>' : `<${name}>`, help);
}

function camelCase(flag: string): string {
	return flag.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
}
