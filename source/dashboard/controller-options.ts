import {UserError} from '../protocol/user-error.js';
import type {Snapshot} from '../store/snapshot.js';
import type {Actions} from './actions.js';

/** What a controller works with. */
export type ControllerOptions = {
	readonly snapshot: () => Snapshot;
	/** Size of the body: the terminal without the header and the bottom line. */
	readonly size: () => {readonly width: number; readonly height: number};
	/** What can be done to the swarm; `null` before there is a link. */
	readonly actions: () => Actions | null;
	/** The directory in which a worker works that is started here, unless another one is given. */
	readonly workdir: string;
	/** Leave the program. */
	readonly quit: () => void;
	/** Paint the whole screen again. */
	readonly repaint: () => void;
};

/** @throws {UserError} before there is a link. */
export function connectedActions({actions}: ControllerOptions): Actions {
	const connected = actions();
	if (!connected) {
		throw new UserError('Not connected yet. Try again in a moment.');
	}

	return connected;
}
