import {readControl, type Control} from '../protocol/control-message.js';
import {channels, swarmKeys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';
import {Subscriber} from '../redis/subscriber.js';

/** What a worker hears. */
export type WorkListenerOptions = {
	readonly connection: Connection;
	readonly workerId: string;
	/** Whether it still wants to hear of tasks. Asked after every reconnect. */
	readonly wantsTasks: () => boolean;
	/** From now on nothing is missed. */
	readonly onArmed: () => void;
	readonly onLost: (reason: string) => void;
	readonly onTask: (taskId: string) => void;
	readonly onControl: (control: Control) => void;
};

/** Listen for announced tasks and for control messages. */
export function listenForWork({connection, workerId, wantsTasks, onArmed, onLost, onTask, onControl}: WorkListenerOptions): Subscriber {
	return new Subscriber({
		address: connection.address,
		arm: async client => client.subscribe(...(wantsTasks() ? [channels.tasks] : []), swarmKeys.control(workerId)),
		onArmed,
		onLost,
		onMessage(channel, payload) {
			const message = String(payload);
			if (channel === channels.tasks) {
				onTask(message);
				return;
			}

			const control = readControl(message);
			if (control) {
				onControl(control);
			}
		},
	});
}
