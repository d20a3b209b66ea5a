import type {Scene, TaskFacts, WorkerFacts} from '../../swarm/actions/action.js';
import type {ActionControl} from '../action-control.js';
import type {FormControl} from '../forms/form-control.js';
import type {Navigator} from '../navigation.js';
import type {Target} from '../../views/define-view.js';
import type {KeyContext} from '../view-state.js';

/** What keys work on. */
export type KeyReceiver = {
	readonly navigator: Navigator;
	readonly actions: ActionControl;
	readonly forms: FormControl;
	readonly quit: () => void;
	readonly repaint: () => void;
};

/** What is selected or open, and what is known about it. */
export type Selected = {readonly target: Target | null; readonly facts: TaskFacts | WorkerFacts | null; readonly scene: Scene};

/** One line of the table. */
export type KeyBinding = {
	/** Names as in terminal/key-names.ts. */
	readonly keys: readonly string[];
	/** How the keys are shown. */
	readonly shown: string;
	/** The word for it in the hint line. `null`: it does not apply to what is selected. Without it the key is in the help only. */
	readonly hint?: string | ((selected: Selected) => string | null);
	/** Hints with the lowest rank are dropped first in a narrow terminal. */
	readonly rank?: number;
	/** For the help and the readme. */
	readonly help: string;
	readonly contexts: readonly KeyContext[];
	readonly run: (receiver: KeyReceiver, key: string) => void;
};
