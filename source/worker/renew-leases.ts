import {endReasons} from '../text/worker-text.js';
import type {ActiveTask} from './active-task.js';
import {Interruption} from './attempt-job.js';
import type {Leases} from './lease-scripts.js';

/**
Renew the leases of active tasks. A task whose lease cannot be renewed is interrupted: another worker has taken or completed it, or it was cancelled. Tasks that are being released are left alone.

A call that fails interrupts nothing: the lease outlives several heartbeats, and the next one tries again.

@throws What the connection throws.
*/
export async function renewLeases(leases: Leases, active: ReadonlyMap<string, ActiveTask>): Promise<void> {
	const ids = [...active].filter(([, {isLeaving}]) => !isLeaving).map(([id]) => id);
	if (ids.length === 0) {
		return;
	}

	const renewals = await leases.renew(ids);
	for (const [index, id] of ids.entries()) {
		if (renewals[index] === 'lost') {
			active.get(id)?.interrupt(new Interruption('lost', endReasons.lost));
		} else if (renewals[index] === 'cancelled') {
			active.get(id)?.interrupt(new Interruption('cancelled', endReasons.cancelled));
		}
	}
}
