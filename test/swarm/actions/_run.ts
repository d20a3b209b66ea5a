import type {Connection} from '../../../source/redis/connection.js';
import type {
	Action, ActionContext, Arguments, Outcome,
} from '../../../source/swarm/actions/action.js';

const never = new AbortController().signal;

/** Run an action where no worker runs in the process, and tell what came of it: the code of a refusal, else the outcome. */
export async function run(action: Action, connection: Connection, id: string, values: Arguments = {}, signal: ActionContext['signal'] = never): Promise<string | Outcome> {
	const outcome = await action.run({connection, signal, localWorkers: null}, id, values);
	return 'code' in outcome ? outcome.code : outcome;
}
