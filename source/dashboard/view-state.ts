import {match} from '../protocol/match.js';
import type {Question} from '../swarm/actions/action.js';
import type {Target} from '../views/define-view.js';
import type {Style} from '../views/theme.js';
import type {FormLayer} from './forms/form.js';
import type {TextInput} from './forms/text-input.js';

/** The contexts in which keys are handled. */
export const keyContexts = ['list', 'detail', 'help', 'filter', 'form', 'question'] as const;

/** One of `keyContexts`. */
export type KeyContext = (typeof keyContexts)[number];

/** The state of a view's list. */
export type ListState = {
	/** `null`: follow the first row. */
	readonly selectedId: string | null;
	/** Fallback position if the selected row is gone. */
	readonly index: number;
	readonly filter: string;
	/** The title of the column to sort by; `null`: the default order. */
	readonly sortedBy: string | null;
};

/** A short message in the bottom line. */
type Toast = {readonly text: string; readonly style: Style};

/** A question before an action. The focus starts on `dismiss`. */
export type QuestionLayer = {readonly kind: 'question'; readonly question: Question; readonly focus: 'dismiss' | 'confirm'; readonly onConfirm: () => void};

/** What is drawn over lists and details. */
export type Layer
	= | {readonly kind: 'none'}
		| {readonly kind: 'help'; readonly scroll: number}
		| {readonly kind: 'filter'; readonly input: TextInput}
		| FormLayer
		| QuestionLayer;

/** The view state: a stack of `details` over a list, and at most one `layer` on top. */
export type ViewState = {
	/** Index in `views`. */
	readonly view: number;
	/** One per view. */
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

/** No layer. */
export const noLayer: Layer = {kind: 'none'};

const initialList: ListState = {
	selectedId: null, index: 0, filter: '', sortedBy: null,
};

/** The initial state: the first view, nothing open. */
export function initialViewState(viewCount: number): ViewState {
	return {
		view: 0, lists: Array.from({length: viewCount}, () => initialList), details: [], layer: noLayer, toast: null,
	};
}

/** The state after an action. Every action but `toast` clears the toast. */
export function reduceView(state: ViewState, action: ViewAction): ViewState {
	if (action.type === 'toast') {
		return {...state, toast: action.toast};
	}

	const next = {...state, toast: null};
	return match('type', action, {
		'go-to': ({view}) => ({
			...next, view, details: [], layer: noLayer,
		}),
		select: ({id, index}) => changeList(next, {selectedId: id, index}),
		filter: ({filter}) => changeList(next, {filter, selectedId: null, index: 0}),
		sort: ({column}) => changeList(next, {sortedBy: column, selectedId: null, index: 0}),
		open: ({target}) => ({...next, layer: noLayer, details: [...state.details, {target, scroll: 0}]}),
		scroll: ({to}) => state.layer.kind === 'help'
			? {...next, layer: {kind: 'help', scroll: to}}
			: {...next, details: state.details.with(-1, {...state.details.at(-1)!, scroll: to})},
		show: ({layer}) => ({...next, layer}),
		back: () => goBack(next),
	});
}

/** Close the layer, else the topmost details, else clear the filter. */
function goBack(state: ViewState): ViewState {
	if (state.layer.kind !== 'none') {
		return {...state.layer.kind === 'filter' ? changeList(state, {filter: ''}) : state, layer: noLayer};
	}

	return state.details.length > 0 ? {...state, details: state.details.slice(0, -1)} : changeList(state, {filter: ''});
}

function changeList(state: ViewState, change: Partial<ListState>): ViewState {
	return {...state, lists: state.lists.map((list, index) => index === state.view ? {...list, ...change} : list)};
}

/** The context of the topmost element. */
export function contextOf({layer, details}: ViewState): KeyContext {
	if (layer.kind !== 'none') {
		return layer.kind;
	}

	return details.length > 0 ? 'detail' : 'list';
}
