import type {OutputLimit} from './settings.js';
import type {Session} from './session.js';

/** The longest text, in bytes: half of what Redis takes, and what one string of Node can surely hold. */
export const longestBulkBytes = 268_435_456;

/** Bytes of commands that are not done yet, of one client: as much as Redis allows, halved. */
const mostHeldBytes = 536_870_912;

// What a name costs beside its text.
const listenedNameBytes = 150;

/** Bytes that names take to which a session listens, about. */
export function bytesOfNames(names: Iterable<string>): number {
	let bytes = 0;
	for (const name of names) {
		bytes += name.length + listenedNameBytes;
	}

	return bytes;
}

/**
Why a session has to go, or `undefined`: more waits for it than may, or it has sent more of one command than may be.

@param nowMs Unix time in milliseconds.
*/
export function breaksLimit(session: Session, nowMs: number): string | undefined {
	const {normalLimit, pubsubLimit} = session.server.settings;
	const limit = session.subscriptions > 0 ? pubsubLimit : normalLimit;
	if (isOver(session, limit, nowMs)) {
		return `closed for overcoming of output buffer limits: ${session.outputBytes} bytes`;
	}

	return session.heldBytes > mostHeldBytes ? `closed because it reached the maximum query buffer length: ${session.heldBytes} bytes` : undefined;
}

function isOver(session: Session, {hardBytes, softBytes, softSeconds}: OutputLimit, nowMs: number): boolean {
	const {outputBytes} = session;
	if (softBytes === 0 || outputBytes <= softBytes) {
		session.overSoftLimitSinceMs = undefined;
	} else {
		session.overSoftLimitSinceMs ??= nowMs;
	}

	const isLate = session.overSoftLimitSinceMs !== undefined && nowMs - session.overSoftLimitSinceMs > softSeconds * 1000;
	return (hardBytes > 0 && outputBytes > hardBytes) || isLate;
}
