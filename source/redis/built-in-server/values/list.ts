/** A list. Its items are an array: it is fast at its end, and copies itself when something happens at its beginning. */
export class List {
	/** As `TYPE` says it. */
	readonly type = 'list';

	/** Bytes that it takes, about. */
	bytes = 0;

	/** How many items it has. */
	readonly size = 0;
}
