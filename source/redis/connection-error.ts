import {cleanText} from '../protocol/clean-text.js';
import {asError, UserError} from '../protocol/user-error.js';
import {redisRefusalText} from '../text/redis-refusals.js';
import {connectionProblemText, type ConnectionProblem} from '../text/connection-problems.js';
import {describeAddress, type Address} from './address.js';

/** No usable Redis at an address. Exit code 3. */
export class ConnectionError extends UserError {
	/** @param problem For programs; the message tells people. @param came What the server said, clean and without secrets. Default: nothing. */
	constructor(readonly problem: ConnectionProblem, address: Address, came = '') {
		super(connectionProblemText(problem, describeAddress(address), came), 'noRedis');
	}
}

// The first match of code and message counts. Sentinel errors come first because ioredis wraps them. The third item replaces messages that tell people nothing.
const connectionRules: ReadonlyArray<readonly [RegExp, ConnectionProblem, string?]> = [
	[/No such master/, 'unknownPrimary'],
	[/All sentinels are unreachable/, 'noSentinel'],
	[/ENOENT/, 'noSocket'],
	[/EACCES|EPERM/, 'notAllowed'],
	[/ECONNREFUSED|ENOTSOCK/, 'nothingListens'],
	[/ENOTFOUND|EAI_/, 'unknownHost'],
	[/Command timed out/, 'silent'],
	[/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/, 'unreachable'],
	[/WRONGPASS|invalid password|invalid username-password/, 'wrongPassword'],
	[/NOAUTH|Authentication required/, 'passwordRequired'],
	[/NOPERM/, 'notPermitted'],
	[/DENIED/, 'protectedMode'],
	[/DB index/, 'noSuchDb'],
	[/LOADING/, 'loading'],
	[/'auth' command/, 'tooOld', 'this one knows no users'],
	[/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/, 'wantsCertificate'],
	[/ALTNAME_INVALID/, 'wrongName'],
	[/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'expired'],
	[/SELF_SIGNED|UNABLE_TO_|CERT_/, 'untrusted'],
	[/ERR_SSL_|EPROTO/, 'plainPort'],
	// 21 is the first byte of a TLS alert.
	[/Unknown RESP type 21\b/, 'tlsPort'],
	[/Unknown RESP type|Please report this|Command queue state/, 'notRedis', 'its answer is not in the protocol of Redis'],
	[/ECONNRESET|EPIPE|Connection is closed|isn't writeable|max retries per request/, 'closed'],
];

/** Why the Redis at `address` cannot be used, from what ioredis or the server threw. Passwords are masked. */
export function explainConnectionError(error: unknown, address: Address): ConnectionError {
	if (error instanceof ConnectionError) {
		return error;
	}

	const {message, code} = asError(error) as NodeJS.ErrnoException;
	const text = `${code ?? ''} ${message}`;
	const [, problem, came] = connectionRules.find(([pattern]) => pattern.test(text)) ?? [undefined, 'other'];
	return problem === 'closed' && address.kind !== 'unix' && address.tls
		? new ConnectionError('closedTls', address)
		: new ConnectionError(problem, address, came ?? quote(message.replace(/^All sentinels.*Last error: /s, ''), address));
}

/** Why a link that used to work no longer does. @param error What ioredis or the server threw; `undefined` if the connection just ended. */
export function explainLostLink(error: unknown, address: Address): ConnectionError {
	const explained = error === undefined ? null : explainConnectionError(error, address);
	if (explained === null || explained.problem === 'closed' || explained.problem === 'closedTls') {
		return new ConnectionError('lost', address);
	}

	return explained.problem === 'silent' ? new ConnectionError('hangs', address) : explained;
}

/** Why Redis refused a command. A `UserError` stays as it is. */
export function explainWriteError(error: unknown): UserError {
	if (error instanceof UserError) {
		return error;
	}

	const {message} = asError(error);
	return new UserError(redisRefusalText(message, quote(message)));
}

function quote(message: string, address?: Address): string {
	const password = address?.password;
	const safe = password === undefined ? message : message.replaceAll(password, '***');
	return cleanText(safe).trim().replace(/\.$/, '').slice(0, 200);
}
