import type {Snapshot} from '../store/snapshot.js';
import type {Controller} from './controller.js';
import {headerText} from './header.js';
import {layOut} from './list.js';

/** Size of the terminal's body. */
export type BodySize = {readonly width: number; readonly height: number};

/**
Gives the newest snapshot, but the same object as before as long as nothing of it that is on the screen has another text.

To draw a frame costs ten times what it costs to find out that it would look the same: a dashboard that nobody touches, of a swarm in which nothing happens, should cost nothing.
*/
export class DrawnSnapshot {
	#drawn: Snapshot | null = null;
	#looked: {readonly snapshot: Snapshot; readonly state: unknown; readonly size: BodySize} | null = null;
	#text = '';

	/**
	@param newest The newest snapshot.
	@param controller What of it is on the screen.
	*/
	of(newest: Snapshot, controller: Controller, size: BodySize): Snapshot {
		const looked = this.#looked;
		if (this.#drawn && looked?.snapshot === newest && looked.state === controller.state && looked.size.width === size.width && looked.size.height === size.height) {
			return this.#drawn;
		}

		const text = drawnText(newest, controller, size);
		if (text !== this.#text || this.#drawn === null || looked?.state !== controller.state) {
			this.#drawn = newest;
		}

		this.#looked = {snapshot: newest, state: controller.state, size};
		this.#text = text;
		return this.#drawn;
	}
}

/** Everything that is drawn of a snapshot, as one text. */
function drawnText(snapshot: Snapshot, controller: Controller, size: BodySize): string {
	const {view, details, index, list: selection} = controller;
	if (details) {
		return [headerText(snapshot), ...details.lines.map(({text}) => text)].join('\n');
	}

	const {summary, place} = layOut({
		view, snapshot, selection, index, ...size,
	});
	const {rows} = view.window(snapshot, selection, place);
	return [headerText(snapshot), ...summary.map(({text}) => text), ...rows.map(({id, cells}) => [id, ...cells.map(({text}) => text)].join('\t'))].join('\n');
}
