/** A sorted set: members and their scores, in the order of scores, then of bytes. */
export class SortedSet {
	/** As `TYPE` says it. */
	readonly type = 'zset';

	/** Bytes that it takes, about. */
	bytes = 0;

	/** How many members it has. */
	readonly size = 0;
}
