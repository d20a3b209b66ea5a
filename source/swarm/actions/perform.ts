import {clean} from '../../protocol/clean-text.js';
import {isReplyError} from '../../redis/ioredis-client.js';
import {explainWriteError} from '../../redis/connection-error.js';
import type {
	Action, ActionContext, Arguments, Outcome, Refusal, Report,
} from './action.js';

/** Run an action on the task or worker with this id. @throws {UserError} when an argument is wrong, or Redis refuses; what the connection throws when the link breaks. */
export async function perform(action: Action, context: ActionContext, id: string, values: Arguments = {}): Promise<Report & {readonly outcome: Outcome | Refusal}> {
	try {
		const outcome = await action.run(context, id, values);
		return {outcome, ...outcome.kind === 'refused' ? describeRefusal(action, id, outcome as Refusal) : action.describe(outcome, id)};
	} catch (error) {
		throw isReplyError(error) ? explainWriteError(error) : error;
	}
}

/** A refusal in words. */
export function describeRefusal({name}: Pick<Action, 'name'>, id: string, {why}: Refusal): Report {
	return {text: clean`Cannot ${name}${id === '' ? '' : ` ${id}`}: ${why}.`, level: 'failed'};
}
