import type {Snapshot} from '../store/snapshot.js';
import type {Actions} from './actions.js';

/** What a controller works with. */
export type ControllerOptions = {
	readonly snapshot: () => Snapshot;
	/** Size of the body: the terminal without the header and the bottom line. */
	readonly size: () => {readonly width: number; readonly height: number};
	/** What can be done to the swarm; `null` before there is a link. */
	readonly actions: () => Actions | null;
	/** Leave the program. */
	readonly quit: () => void;
	/** Paint the whole screen again. */
	readonly repaint: () => void;
};
