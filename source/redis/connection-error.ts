import {cleanText} from '../protocol/clean-text.js';
import {asError, UserError} from '../protocol/user-error.js';
import {redisRefusalText} from '../text/redis-refusals.js';
import type {ConnectionProblem} from '../text/connection-problems.js';
import type {Address} from './address.js';
import {ConnectionError, connectionError} from './connection-problem.js';

// The first that matches code and message counts. What a Sentinel says is wrapped in a sentence of ioredis, and so comes first. Where the message would
// not tell people anything, a third item stands for it.
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

/**
Say in one line why the Redis at `address` cannot be used, given what the client library or the server threw. Passwords are blotted out.
*/
export function explainConnectionError(error: unknown, address: Address): ConnectionError {
	if (error instanceof ConnectionError) {
		return error;
	}

	const {message, code} = asError(error) as NodeJS.ErrnoException;
	const text = `${code ?? ''} ${message}`;
	const [, problem, came] = connectionRules.find(([pattern]) => pattern.test(text)) ?? [undefined, 'other'];
	if (problem === 'closed' && address.kind !== 'unix' && address.tls) {
		return connectionError('closedTls', address);
	}

	return connectionError(problem, address, came ?? quote(message.replace(/^All sentinels.*Last error: /s, ''), address));
}

/**
Say in one line why a link that has worked does not work now.

@param error What the client library or the server threw; `undefined` when the connection just ended.
*/
export function explainLostLink(error: unknown, address: Address): ConnectionError {
	const explained = explainConnectionError(error ?? connectionError('lost', address), address);
	if (explained.problem === 'closed' || explained.problem === 'closedTls') {
		return connectionError('lost', address);
	}

	return explained.problem === 'silent' ? connectionError('hangs', address) : explained;
}

/**
Say in one line why Redis refused a command: full, a replica, no permission, and so on. A `UserError` stays as it is; whatever is not known passes through as one line.
*/
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
