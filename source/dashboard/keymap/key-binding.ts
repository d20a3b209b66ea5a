import type {Scene, TaskFacts, WorkerFacts} from '../../swarm/actions/action.js';
import type {Target} from '../../views/define-view.js';
import type {Ui} from '../ui.js';
import type {KeyContext} from '../view-state.js';

/** What is selected or open, and what is known about it. */
export type Selected = {readonly target: Target | null; readonly facts: TaskFacts | WorkerFacts | null; readonly scene: Scene};

/** One row of the key table. */
export type KeyBinding = {
	/** Names as in terminal/key-names.ts. */
	readonly keys: readonly string[];
	/** The keys as the user reads them. */
	readonly shown: string;
	/** The word in the hint line. `null`: does not apply to the selection. Without a hint the key is listed in the help only. */
	readonly hint?: string | ((selected: Selected) => string | null);
	/** In a narrow terminal the hints with the lowest rank are dropped first. */
	readonly rank?: number;
	/** For the help and the readme. */
	readonly help: string;
	readonly contexts: readonly KeyContext[];
	readonly run: (ui: Ui, key: string) => void;
};
