import {randomInt} from 'node:crypto';

/** One of them by chance; `undefined` where there is none. */
export function pick<Item>(items: readonly Item[]): Item | undefined {
	return items.length === 0 ? undefined : items[randomInt(items.length)];
}

/** Whether it happens this time. */
export function oneIn(times: number): boolean {
	return randomInt(times) === 0;
}
