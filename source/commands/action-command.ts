/*
Commands made from actions: `cancel <task>`, `drain <worker>` and their like. A new action needs nothing here.
*/
import {safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Action, Arguments} from '../swarm/actions/action.js';
import {actions} from '../swarm/actions/all.js';
import {readField, type Field} from '../swarm/actions/fields.js';
import {perform} from '../swarm/actions/perform.js';
import {defineCommand, type AnyCommand, type CommonFlags} from './command.js';
import {connectSwarm} from './connect.js';
import {
	text, texts, toggle, type Flags,
} from './flags.js';

/** What an action did. */
type Performed = Awaited<ReturnType<typeof perform>>;

/** The commands of all actions on one task or one worker. Those on the whole swarm have files of their own. */
export const actionCommands: readonly AnyCommand[] = actions.filter(({target}) => target !== 'swarm').map(action => defineCommand({
	name: action.name,
	summary: action.summary,
	arguments: [`<${action.target}>`],
	flags: {...fieldFlags(action), json: toggle('what was done, as JSON')},
	examples: [`haiku-swarm ${action.name} ${action.target === 'task' ? 'task_0192' : 'haiku_003'}`],
	async run({arguments: [id = '', ...rest], flags, signal, print}) {
		const {outcome, text: said} = await performIn(action, id, fieldValues(action, rest, flags), {flags, signal});
		await print(flags.json ? `${outcomeJson(action, id, outcome)}\n` : `${said}\n`);
	},
}));

/**
Connect, do something to the swarm, and close the link.

@throws {UserError} when nothing was done, and why.
*/
async function performIn(action: Action, id: string, values: Arguments, {flags, signal}: {readonly flags: CommonFlags; readonly signal: AbortSignal}): Promise<Performed> {
	const {connection} = await connectSwarm(flags, signal);
	try {
		const performed = await perform(action, {connection, signal, localWorkers: null}, id, values);
		if (performed.level === 'failed') {
			throw new UserError(performed.text);
		}

		return performed;
	} finally {
		await connection.close();
	}
}

/** The flags that give the fields of an action. */
export function fieldFlags({form}: Action): Flags {
	return Object.fromEntries((form?.fields ?? []).flatMap(({kind, flag, help}) => flag === null ? [] : [[camelCase(flag), flagOf(kind, flag, help)]]));
}

/**
The fields of an action, from the arguments and flags of a command.

@throws {UserError} of kind `usage` when one cannot be read.
*/
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
	if (kind === 'list') {
		return texts(`<${name}>`, help);
	}

	return text(kind === 'usd' ? '<USD>' : `<${name}>`, help);
}

function outcomeJson({name, target}: Action, id: string, {kind, ...facts}: Performed['outcome']): string {
	return safeJson({
		action: name, [target]: id, outcome: kind, ...facts,
	});
}

function camelCase(flag: string): string {
	return flag.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
}
