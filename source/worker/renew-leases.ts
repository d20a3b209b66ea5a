import {endReasons} from '../text/worker-text.js';
import {Interruption, type ActiveTask} from './active-task.js';
import type {Leases} from './lease-scripts.js';

/**
Renew the leases of active tasks, apart from those that are being released. A task whose lease cannot be renewed is interrupted: another worker has taken or completed it, or it was cancelled.

A call that fails interrupts nothing: the lease outlives several heartbeats, and the next one tries again.

@throws What the connection throws.
*/
export async function renewLeases(leases: Leases, active: ReadonlyMap<string, ActiveTask>): Promise<void> {
	const ids = [...active].filter(([, {isLeaving}]) => !isLeaving).map(([id]) => id);
	const renewals = ids.length === 0 ? [] : await leases.renew(ids);
	for (const [index, renewal] of renewals.entries()) {
		if (renewal !== 'kept') {
			active.get(ids[index]!)?.interrupt(new Interruption(renewal, endReasons[renewal]));
		}
	}
}
