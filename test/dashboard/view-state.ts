import test from 'ava';
import {textInput} from '../../source/dashboard/forms/text-input.js';
import {
	contextOf, initialViewState, reduceView, type ViewAction, type ViewState,
} from '../../source/dashboard/view-state.js';

const help = {kind: 'help', scroll: 0} as const;
const target = {kind: 'task', id: 'a'} as const;

function after(...actions: readonly ViewAction[]): ViewState {
	let state = initialViewState(3);
	for (const action of actions) {
		state = reduceView(state, action);
	}

	return state;
}

test('the topmost element is the key context', t => {
	t.is(contextOf(after()), 'list');
	t.is(contextOf(after({type: 'open', target})), 'detail');
	t.is(contextOf(after({type: 'open', target}, {type: 'show', layer: help})), 'help');
	t.is(contextOf(after({type: 'show', layer: {kind: 'filter', input: textInput()}})), 'filter');
});

test('back closes the layer, then the details, then clears the filter', t => {
	let state = after({type: 'filter', filter: 'x'}, {type: 'open', target}, {type: 'open', target: {kind: 'worker', id: 'w'}}, {type: 'show', layer: help});
	const levels: unknown[] = [];
	for (let step = 0; step < 5; step++) {
		state = reduceView(state, {type: 'back'});
		levels.push([state.layer.kind, state.details.length, state.lists[0]?.filter]);
	}

	t.deepEqual(levels, [['none', 2, 'x'], ['none', 1, 'x'], ['none', 0, 'x'], ['none', 0, ''], ['none', 0, '']]);
});

test('back while editing a filter clears it', t => {
	const state = after({type: 'show', layer: {kind: 'filter', input: textInput('x')}}, {type: 'filter', filter: 'x'}, {type: 'back'});
	t.is(state.lists[0]?.filter, '');
	t.is(state.layer.kind, 'none');
});

test('each view keeps its own list state', t => {
	const state = after({type: 'select', id: 'a', index: 4}, {type: 'go-to', view: 2}, {type: 'sort', column: 'AGE'}, {type: 'go-to', view: 0});
	t.deepEqual(state.lists.map(({selectedId, index, sortedBy}) => [selectedId, index, sortedBy]), [['a', 4, null], [null, 0, null], [null, 0, 'AGE']]);
});

test('a new filter or sort order selects the first row', t => {
	for (const action of [{type: 'filter', filter: 'x'}, {type: 'sort', column: 'AGE'}] as const) {
		t.like(after({type: 'select', id: 'a', index: 4}, action).lists[0], {selectedId: null, index: 0});
	}
});

test('going to a view closes layers and details', t => {
	t.like(after({type: 'open', target}, {type: 'show', layer: help}, {type: 'go-to', view: 1}), {view: 1, details: [], layer: {kind: 'none'}});
});

test('scrolling scrolls the help, else the topmost details', t => {
	const state = after({type: 'open', target}, {type: 'open', target}, {type: 'scroll', to: 7});
	t.deepEqual(state.details.map(({scroll}) => scroll), [0, 7]);
	t.deepEqual(reduceView(reduceView(state, {type: 'show', layer: help}), {type: 'scroll', to: 3}).layer, {kind: 'help', scroll: 3});
});

test('a toast stays until the next action', t => {
	const state = after({type: 'toast', toast: {text: 'hello', style: 'good'}});
	t.is(state.toast?.text, 'hello');
	t.is(reduceView(state, {type: 'go-to', view: 0}).toast, null);
	t.is(reduceView(state, {type: 'toast', toast: null}).toast, null);
});
