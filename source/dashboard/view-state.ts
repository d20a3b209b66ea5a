import type {Action, Question, Report} from '../swarm/actions/action.js';
import type {ExecutorChoice, SwarmLink} from './swarm-link.js';
import type {TextInput} from './forms/text-input.js';
import type {Style} from '../views/theme.js';
import type {Line, Target} from '../views/define-view.js';

/** The contexts in which keys are handled. */
export const keyContexts = ['list', 'detail', 'help', 'filter', 'form', 'confirm'] as const;

/** One of `keyContexts`. */
export type KeyContext = (typeof keyContexts)[number];

/** The state of a view's list. */
export type ListState = {
	/** `null`: follow the first row. */
	readonly selectedId: string | null;
	/** Fallback position when the selected row is gone. */
	readonly index: number;
	readonly filter: string;
	/** Title of the column that is sorted by; `null`: the view's own order. */
	readonly sortedBy: string | null;
};

/** A short message in the bottom line. */
export type Toast = {readonly text: string; readonly style: Style};

/** One field of a form: text or a choice. */
export type FormField
	= | {readonly kind: 'text'; readonly input: TextInput}
		| {readonly kind: 'choice'; readonly options: readonly ExecutorChoice[]; readonly chosen: number};

/** The definition of a form. */
export type FormDefinition = {
	readonly title: string;
	/** One per field. */
	readonly labels: readonly string[];
	/** Whether Enter goes through the fields before it submits. */
	readonly enterSteps: boolean;
	/** Initial values of the fields. */
	readonly initial: readonly FormField[];
	/** Whether a field is shown, given the values of the others. */
	readonly isShown: (fields: readonly FormField[], index: number) => boolean;
	/** Shown below the fields. */
	readonly lines: (fields: readonly FormField[]) => readonly Line[];
	/**
	Submit the form. Rejects with a message for the user.

	@returns The report for the user, and the view actions that follow.
	*/
	readonly submit: (fields: readonly FormField[], link: SwarmLink) => Promise<{readonly report: Report; readonly next: readonly ViewAction[]}>;
};

/** An open form. */
export type FormLayer = {
	readonly kind: 'form';
	readonly form: FormDefinition;
	readonly fields: readonly FormField[];
	/** Number of the field that has the focus. */
	readonly focus: number;
	/** Submitted, without an outcome yet. */
	readonly isBusy: boolean;
};

/** What to do on confirmation: run an action on the task or worker with this id, or quit. */
export type Confirmed = {readonly action: Action; readonly id: string} | 'quit';

/** A confirmation. The focus starts on `dismiss`. */
export type ConfirmLayer = {readonly kind: 'confirm'; readonly question: Question; readonly focus: 'dismiss' | 'confirm'; readonly confirmed: Confirmed};

/** What is drawn over lists and details. */
export type Layer
	= | {readonly kind: 'none'}
		| {readonly kind: 'help'; readonly scroll: number}
		| {readonly kind: 'filter'; readonly input: TextInput}
		| FormLayer
		| ConfirmLayer;

/**
The view state: a stack of `details` over a list, and at most one `layer` on top.
*/
export type ViewState = {
	/** Number of the view in `views`. */
	readonly view: number;
	readonly lists: readonly ListState[];
	readonly details: ReadonlyArray<{readonly target: Target; readonly scroll: number}>;
	readonly layer: Layer;
	readonly toast: Toast | null;
};

/** A change of the view state. */
export type ViewAction
	= | {readonly type: 'go-to'; readonly view: number}
		| {readonly type: 'select'; readonly id: string | null; readonly index: number}
		| {readonly type: 'filter'; readonly filter: string}
		| {readonly type: 'sort'; readonly column: string | null}
		| {readonly type: 'open'; readonly target: Target}
		| {readonly type: 'scroll'; readonly to: number}
		| {readonly type: 'show'; readonly layer: Layer}
		| {readonly type: 'back'}
		| {readonly type: 'toast'; readonly toast: Toast | null};

/** Nothing over lists and details. */
export const noLayer: Layer = {kind: 'none'};

const freshList: ListState = {
	selectedId: null, index: 0, filter: '', sortedBy: null,
};

/** The initial state: the first view, nothing open. */
export function initialViewState(viewCount: number): ViewState {
	return {
		view: 0, lists: Array.from({length: viewCount}, () => freshList), details: [], layer: noLayer, toast: null,
	};
}

/** The state after an action. Every action but `toast` clears the toast. */
export function reduceView(state: ViewState, action: ViewAction): ViewState {
	if (action.type === 'toast') {
		return {...state, toast: action.toast};
	}

	const next = {...state, toast: null};
	switch (action.type) {
		case 'go-to': {
			return {
				...next, view: action.view, details: [], layer: noLayer,
			};
		}

		case 'select': {
			return changeList(next, {selectedId: action.id, index: action.index});
		}

		case 'filter': {
			return changeList(next, {filter: action.filter, selectedId: null, index: 0});
		}

		case 'sort': {
			return changeList(next, {sortedBy: action.column, selectedId: null, index: 0});
		}

		case 'open': {
			return {...next, layer: noLayer, details: [...state.details, {target: action.target, scroll: 0}]};
		}

		case 'scroll': {
			return state.layer.kind === 'help'
				? {...next, layer: {kind: 'help', scroll: action.to}}
				: {...next, details: state.details.map((detail, index) => index === state.details.length - 1 ? {...detail, scroll: action.to} : detail)};
		}

		case 'show': {
			return {...next, layer: action.layer};
		}

		case 'back': {
			return goBack(next);
		}
	}
}

/** One level back: the layer, else the topmost details, else the filter. */
function goBack(state: ViewState): ViewState {
	if (state.layer.kind !== 'none') {
		return state.layer.kind === 'filter' ? {...changeList(state, {filter: ''}), layer: noLayer} : {...state, layer: noLayer};
	}

	if (state.details.length > 0) {
		return {...state, details: state.details.slice(0, -1)};
	}

	return changeList(state, {filter: ''});
}

function changeList(state: ViewState, change: Partial<ListState>): ViewState {
	return {...state, lists: state.lists.map((list, index) => index === state.view ? {...list, ...change} : list)};
}

/** The key context of the topmost element. */
export function contextOf({layer, details}: ViewState): KeyContext {
	if (layer.kind !== 'none') {
		return layer.kind;
	}

	return details.length > 0 ? 'detail' : 'list';
}
