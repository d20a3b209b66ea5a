import type {Question} from './acts.js';
import type {FormField} from './form-fields.js';
import type {KeyContext} from './keys.js';
import type {TextInput} from './text-input.js';
import type {Style} from './theme.js';
import type {Target} from './view.js';

/** What is remembered of each view's list. */
export type ListState = {
	/** `null`: the first row, whatever it is; so a list of the newest follows the newest. */
	readonly selectedId: string | null;
	/** Where the selected row was; where the selection goes when that row disappears. */
	readonly index: number;
	readonly filter: string;
	/** Title of the column that is sorted by; `null`: the view's own order. */
	readonly sortedBy: string | null;
};

/** A short message in the bottom line. */
export type Toast = {readonly text: string; readonly style: Style};

/** A form that is filled in. */
export type FormLayer = {
	readonly kind: 'form';
	readonly form: FormName;
	readonly fields: readonly FormField[];
	/** Number of the field that is typed in. */
	readonly focus: number;
	/** It was sent off, and nothing has come of it yet. */
	readonly isBusy: boolean;
};

/** A question before something is destroyed. At first the focus is on leaving it. */
export type ConfirmLayer = {readonly kind: 'confirm'; readonly question: Question; readonly focus: 'leave' | 'do'};

/** What lies over lists and details: nothing, the help, the filter that is being typed, a form, or a question. */
export type Layer
	= | {readonly kind: 'none'}
		| {readonly kind: 'help'; readonly scroll: number}
		| {readonly kind: 'filter'; readonly input: TextInput}
		| FormLayer
		| ConfirmLayer;

/** The forms: write a task, start a worker, change the budget. */
export type FormName = 'publish' | 'start-worker' | 'change-budget';

/**
Where the user is. `details` lie over the list, one over the other; over both lies at most one `layer`.
*/
export type ViewState = {
	/** Number of the view in `views`. */
	readonly view: number;
	readonly lists: readonly ListState[];
	readonly details: ReadonlyArray<{readonly target: Target; readonly scroll: number}>;
	readonly layer: Layer;
	readonly toast: Toast | null;
};

/** What can happen to it. */
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

/** The beginning: the first view, nothing open. */
export function initialViewState(viewCount: number): ViewState {
	return {
		view: 0, lists: Array.from({length: viewCount}, () => freshList), details: [], layer: noLayer, toast: null,
	};
}

/** The state after an action. Every action but `toast` takes the toast away. */
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

/** Where a key is pressed, by what lies on top. */
export function contextOf({layer, details}: ViewState): KeyContext {
	if (layer.kind !== 'none') {
		return layer.kind;
	}

	return details.length > 0 ? 'detail' : 'list';
}
