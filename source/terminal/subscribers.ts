/**
Those who want to be told of one kind of event.
*/
export class Subscribers<Event> {
	readonly #listeners = new Set<(event: Event) => void>();

	/** @returns Stops telling the listener. */
	readonly add = (listener: (event: Event) => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Tell everybody. */
	readonly tell = (event: Event): void => {
		for (const listener of this.#listeners) {
			listener(event);
		}
	};
}
