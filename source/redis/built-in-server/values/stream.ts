/** A stream: entries by their id. */
export class Stream {
	/** As `TYPE` says it. */
	readonly type = 'stream';

	/** Bytes that it takes, about. */
	bytes = 0;

	/** How many entries it has. */
	readonly size = 0;
}
