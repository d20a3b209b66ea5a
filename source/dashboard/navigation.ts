import type {Frame} from './frame.js';
import {step, type Move} from './movement.js';
import {textInput} from './forms/text-input.js';
import {noLayer} from './view-state.js';
import type {ViewStore} from './view-store.js';
import {viewNumbers, views} from '../views/all-views.js';

/** Goes from row to row, from view to view, into details and back. */
export class Navigator {
	readonly #store: ViewStore;
	readonly #frame: () => Frame;

	/** @param frame What the user sees. */
	constructor(store: ViewStore, frame: () => Frame) {
		this.#store = store;
		this.#frame = frame;
	}

	/** Move the selection, or scroll. */
	move(move: Move): void {
		const {body, size} = this.#frame();
		if (body?.kind === 'text') {
			this.#store.dispatch({type: 'scroll', to: step(move, body.from, size.height - 1, body.lastFrom)});
		} else if (body) {
			const index = step(move, body.index, body.page, body.count - 1);
			const isFollowing = index === 0 && views[this.#store.state.view]!.follows;
			this.#store.dispatch({type: 'select', index, id: isFollowing ? null : body.idAt(index)});
		}
	}

	/** Go to the view with a number, or by so many views. */
	goTo(view: number): void {
		this.#store.dispatch({type: 'go-to', view: (view + views.length) % views.length});
	}

	/** Go to the next view (1), or to the previous one (-1). */
	turn(by: 1 | -1): void {
		this.goTo(this.#store.state.view + by);
	}

	/** Go to the problems. */
	goToProblems(): void {
		this.goTo(viewNumbers.overview);
		this.#store.dispatch({type: 'filter', filter: 'problem'});
	}

	/** Open the selected row. */
	open(): void {
		const {target} = this.#frame();
		if (target) {
			this.#store.dispatch({type: 'open', target});
		} else {
			this.#store.say('This row has no details.', 'quiet');
		}
	}

	/** Go on from details to what they link to. */
	follow(): void {
		const {body} = this.#frame();
		const next = body?.kind === 'text' ? body.next : null;
		if (next) {
			this.#store.dispatch({type: 'open', target: next});
		} else {
			this.#store.say('Nothing to follow here.', 'quiet');
		}
	}

	/** One level back. */
	back(): void {
		this.#store.dispatch({type: 'back'});
	}

	/** Show or leave the help. */
	toggleHelp(): void {
		this.#store.dispatch(this.#store.state.layer.kind === 'help' ? {type: 'back'} : {type: 'show', layer: {kind: 'help', scroll: 0}});
	}

	/** Begin to type a filter. */
	editFilter(): void {
		this.#store.dispatch({type: 'show', layer: {kind: 'filter', input: textInput(this.#store.list.filter)}});
	}

	/** Keep the filter that was typed. */
	keepFilter(): void {
		this.#store.dispatch({type: 'show', layer: noLayer});
	}

	/** Sort by the next column; after the last, in the usual order again. */
	sort(): void {
		const {sortable} = views[this.#store.state.view]!;
		const {sortedBy} = this.#store.list;
		const next = sortable[sortedBy === null ? 0 : sortable.indexOf(sortedBy) + 1] ?? null;
		this.#store.dispatch({type: 'sort', column: next});
		this.#store.say(next === null ? 'Default order.' : `Sorted by ${next.toLowerCase()}.`);
	}
}
