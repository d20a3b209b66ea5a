import {UserError} from '../protocol/user-error.js';
import type {SwarmStore} from '../store/swarm-store.js';
import type {Scene} from '../swarm/actions/action.js';
import type {Frame} from './frame.js';
import type {SwarmLink} from './swarm-link.js';
import type {ViewStore} from './view-store.js';

/** What a dashboard runs on. */
export type DashboardOptions = {
	readonly store: Pick<SwarmStore, 'snapshot' | 'subscribe'>;
	/** The size of the body: the terminal without the header and the bottom line. */
	readonly size: () => {readonly width: number; readonly height: number};
	/** `null` until connected. */
	readonly link: () => SwarmLink | null;
	/** The default working directory of new workers. */
	readonly workdir: string;
	/** Exit the program. */
	readonly quit: () => void;
	/** Repaint the whole screen. */
	readonly repaint: () => void;
};

/** What keys act on. */
export type Ui = DashboardOptions & {
	readonly view: ViewStore;
	/** The frame that the user sees. */
	readonly frame: () => Frame;
};

/** @throws {UserError} if not connected yet. */
export function connectedLink({link}: DashboardOptions): SwarmLink {
	const connected = link();
	if (!connected) {
		throw new UserError('Not connected yet. Try again in a moment.');
	}

	return connected;
}

/** What actions see of the swarm now. */
export function sceneOf({store: {snapshot: {workers, cost: {budget}}}, link}: DashboardOptions): Scene {
	return {localWorkers: link()?.localWorkers.list() ?? [], budget, worker: id => workers.items.find(worker => worker.id === id)};
}
