import {UserError} from '../protocol/user-error.js';
import type {SwarmStore} from '../store/swarm-store.js';
import type {SwarmLink} from './swarm-link.js';

/** What a controller works with. */
export type ControllerOptions = {
	readonly store: Pick<SwarmStore, 'snapshot' | 'subscribe'>;
	/** Size of the body: the terminal without the header and the bottom line. */
	readonly size: () => {readonly width: number; readonly height: number};
	/** `null` before there is a link. */
	readonly link: () => SwarmLink | null;
	/** The directory in which a new worker works, unless another one is given. */
	readonly workdir: string;
	/** Leave the program. */
	readonly quit: () => void;
	/** Repaint the whole screen. */
	readonly repaint: () => void;
};

/** @throws {UserError} before there is a link. */
export function connectedLink({link}: ControllerOptions): SwarmLink {
	const connected = link();
	if (!connected) {
		throw new UserError('Not connected yet. Try again in a moment.');
	}

	return connected;
}
