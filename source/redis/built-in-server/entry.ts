import type {Value} from './values/values.js';

/** A key with what it holds. */
export type Entry = {
	readonly key: string;

	/** Later keys have greater numbers. */
	readonly number: number;
	value: Value;

	/** Unix time in milliseconds; `undefined`: for ever. */
	expiresAtMs: number | undefined;

	/** Bytes that it takes, about. */
	bytes: number;
	isGone: boolean;
};
