import {encodeControl, type Control} from '../protocol/control-message.js';
import {swarmKeys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';

/** Tell a worker of ours what to do, wherever it runs. @returns Whether anybody listens there. A worker that knows nothing of our additions does not. */
export async function controlWorker(connection: Connection, workerId: string, control: Control): Promise<boolean> {
	return Number(await connection.call('PUBLISH', swarmKeys.control(workerId), encodeControl(control))) > 0;
}
