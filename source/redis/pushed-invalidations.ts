import dataHandlerModule from 'ioredis/built/DataHandler.js';

type Prototype = {returnPush: (this: Handler, reply: readonly unknown[]) => void};
type Handler = {readonly redis: {emit(event: string, ...values: readonly unknown[]): void}};

let isPatched = false;

/** Make ioredis 6 emit `invalidate` with the keys (buffers, or `null` for all) when a RESP3 server pushes an invalidation, which it drops otherwise. */
export function allowPushedInvalidations(): void {
	if (isPatched) {
		return;
	}

	isPatched = true;
	const prototype = dataHandlerModule.default.prototype as unknown as Prototype;
	const original = prototype.returnPush;
	prototype.returnPush = function (reply) {
		if (String(reply[0]) === 'invalidate') {
			this.redis.emit('invalidate', reply[1]);
		} else {
			original.call(this, reply);
		}
	};
}
