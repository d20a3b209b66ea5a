import type {Call} from './native-script.js';

/** Unix time in milliseconds, as `TIME` tells it. */
export function nowMs(call: Call): number {
	const [seconds, microseconds] = call('time') as readonly string[];
	return (Number(seconds) * 1000) + Math.floor(Number(microseconds) / 1000);
}
