import {Buffer} from 'node:buffer';

const minLength = 8;
const marker = '[secret]';
const maxDepth = 1000;

// Ambiguous words count only at the end of a name: `SSH_AUTH_SOCK`, `MAX_TOKENS_PER_DAY`, `OLDPWD` and `GIT_ASKPASS` hold no secrets.
const secretName = /(?:secret|passw(?:or)?d|passphrase|(?:api|access|private)_?key)|(?:^|[^a-z])(?:keys?|pass|pwd|pat|auth|cookie)(?:_?\d+)?$|(?:token|credential)s?(?:_?\d+)?$/iu;
const placeName = /(?:file|path|dir|directory|home|sock|socket|url|uri|host|type|name|method|command)$/iu;
const pathValue = /^(?:~|\.\.?)?\/[\w./@-]+$/u;
// One character of the scheme is enough: more would be looked for at every letter of a long text.
const urlPassword = /([a-z\d+.-]:\/\/[^\s/?#:@"'<>]{0,200}:)([^\s/?#@"'<>]{1,500})(?=@)/giu;

// Keys with a recognizable format. All repetitions are bounded, to keep matching linear.
const knownShapes = [
	String.raw`-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----\s{0,3}(?:\\{1,4}[nr]|[\r\n])(?:[\w+/=\s:,.\\]|-(?!----)){0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?`,
	String.raw`\bsk-(?:ant|proj|svcacct|or)-[\w-]{10,300}`,
	String.raw`\bsk-[A-Za-z\d]{32,100}`,
	String.raw`\b(?:AKIA|ASIA)[A-Z\d]{16}\b`,
	String.raw`\bAIza[\w-]{35}`,
	String.raw`\bgh[pousr]_[A-Za-z\d]{36,255}`,
	String.raw`\bgithub_pat_\w{22,255}`,
	String.raw`\bglpat-[\w-]{20,100}`,
	String.raw`\bnpm_[A-Za-z\d]{36}\b`,
	String.raw`\bxox[abeprs]-[\w-]{10,300}`,
];

/**
The secrets of an environment: the values of variables named like keys, tokens, passwords or secrets (also each item of a list), and the passwords in URLs such as `REDIS_URL`.

@param more Further secrets, or URLs with a password.
@returns Those of at least 8 characters: shorter ones would match everywhere.
*/
export function secretsOf(env: NodeJS.ProcessEnv, ...more: readonly string[]): readonly string[] {
	const own = Object.entries(env).flatMap(([name, value = '']) => {
		const candidates = secretName.test(name) && !placeName.test(name) ? [value, ...value.split(/[,;\n]/u)] : [];
		return [...candidates.map(candidate => candidate.trim()).filter(candidate => !isPath(candidate)), ...urlPasswords(value)];
	});
	const others = more.flatMap(value => {
		const passwords = urlPasswords(value);
		return passwords.length === 0 ? [value] : passwords;
	});
	return [...new Set([...own, ...others])].filter(secret => secret.length >= minLength);
}

/**
Make a function that replaces secrets by `[secret]` in a text, or in all texts and names of a JSON value; it returns anything else as it is. It takes linear time and never throws. Values more than 1,000 levels deep are replaced as a whole.

It replaces the secrets as they are, percent-encoded, in base64 (also as a part of a longer text) and escaped for JSON; passwords in URLs; private keys; and what looks like a key of a well-known issuer.

@param secrets From `secretsOf`. Those below 8 characters are ignored.
*/
export function redactor(secrets: readonly string[]): <Value>(value: Value) => Value {
	const forms = new Set(secrets.filter(secret => secret.length >= minLength).flatMap(secret => formsOf(secret.toWellFormed())));
	// The longest first: one secret may be the beginning of another.
	const literals = [...forms].toSorted((a, b) => b.length - a.length).map(form => form.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`));
	const pattern = new RegExp([...literals, ...knownShapes].join('|'), 'gu');
	const redactText = (text: string) => text.replaceAll(pattern, marker).replaceAll(urlPassword, `$1${marker}`);

	const redact = (value: unknown, depth: number): unknown => {
		if (typeof value === 'string') {
			return redactText(value);
		}

		if (depth > maxDepth) {
			return marker;
		}

		if (Array.isArray(value)) {
			return value.map(item => redact(item, depth + 1));
		}

		const isObject = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
		return isObject ? Object.fromEntries(Object.entries(value).map(([name, field]) => [redactText(name), redact(field, depth + 1)])) : value;
	};

	return <Value>(value: Value) => redact(value, 0) as Value;
}

/** A path names the file that holds a key. A random key would mix capitals and digits. */
function isPath(value: string): boolean {
	return pathValue.test(value) && !(/[A-Z]/u.test(value) && /\d/u.test(value));
}

/** As written, and decoded. */
function urlPasswords(text: string): readonly string[] {
	return [...text.matchAll(urlPassword)].flatMap(match => {
		const password = match[2] ?? '';
		try {
			return [password, decodeURIComponent(password)];
		} catch {
			return [password];
		}
	});
}

function formsOf(secret: string): readonly string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const inQuery = String(new URLSearchParams([['', secret]])).slice(1);
	const percent = [encodeURIComponent(secret), inQuery].flatMap(text => [text, text.replaceAll(/%[\dA-F]{2}/gu, code => code.toLowerCase())]);
	return [secret, json, JSON.stringify(json).slice(1, -1), ...percent, ...base64Forms(secret)];
}

/** Base64 encodes three bytes as four characters: the encoding of a secret depends on the number of bytes before it, and its ends on its neighbours, so they are left out. */
function base64Forms(secret: string): readonly string[] {
	return [0, 1, 2].flatMap(before => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const whole = bytes.toString('base64').slice(Math.ceil(before * 4 / 3), Math.floor(bytes.length * 4 / 3));
		return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
	});
}
