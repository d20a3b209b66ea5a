/** There is data that this server cannot go on with. The message says what to do. */
export class LogError extends Error {
	override readonly name = 'LogError';
}
