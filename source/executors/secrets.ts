import {Buffer} from 'node:buffer';

const shortest = 8;
const marker = '[secret]';
const deepest = 1000;

// The word that says so stands at the end of a name, or cannot mean anything else: `SSH_AUTH_SOCK`, `MAX_TOKENS_PER_DAY`, `OLDPWD` and `GIT_ASKPASS` hold no secrets.
const secretName = /(?:secret|passw(?:or)?d|passphrase|(?:api|access|private)_?key)|(?:^|[^a-z])(?:keys?|pass|pwd|pat|auth|cookie)(?:_?\d+)?$|(?:token|credential)s?(?:_?\d+)?$/iu;
const placeName = /(?:file|path|dir|directory|home|sock|socket|url|uri|host|type|name|method|command)$/iu;
const pathValue = /^(?:~|\.\.?)?\/[\w./@-]+$/u;
const urlPassword = /([a-z][a-z\d+.-]{0,20}:\/\/[^\s/?#:@"'<>]{0,200}:)([^\s/?#@"'<>]{1,500})(?=@)/giu;

// Keys that their issuers have made easy to recognize. Every repetition has an end, so that no text takes longer than its length allows.
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
The secrets of an environment: the values of variables whose names speak of keys, tokens, passwords or secrets (each item where they are lists), and the passwords in addresses such as `REDIS_URL`.

@param more Further secrets, or addresses with a password.
@returns At least 8 characters each: what is shorter would be found in every text.
*/
export function secretsOf(env: NodeJS.ProcessEnv, ...more: readonly string[]): readonly string[] {
	const found = new Set<string>();
	for (const [name, value = ''] of Object.entries(env)) {
		const candidates = secretName.test(name) && !placeName.test(name) ? [value, ...value.split(/[,;\n]/u)] : [];
		for (const secret of [...candidates.map(candidate => candidate.trim()).filter(candidate => !isPath(candidate)), ...urlPasswords(value)]) {
			found.add(secret);
		}
	}

	for (const value of more) {
		const passwords = urlPasswords(value);
		for (const secret of passwords.length === 0 ? [value] : passwords) {
			found.add(secret);
		}
	}

	return [...found].filter(secret => secret.length >= shortest);
}

/**
Make a function that replaces secrets by `[secret]` in a text, or in all texts and names of a JSON value; anything else it gives back as it is. It takes time linear in the size of the value, and never throws. What lies more than 1,000 levels deep is replaced as a whole.

Replaced are the secrets as they are, percent-encoded, in base64 (also where more is encoded with them) and as JSON writes them; passwords in addresses; and what looks like a key of a well-known issuer or is the block of a private key.

@param secrets As `secretsOf` gives them; those below 8 characters are left out.
*/
export function redactor(secrets: readonly string[]): <Value>(value: Value) => Value {
	const forms = new Set(secrets.filter(secret => secret.length >= shortest).flatMap(secret => formsOf(secret.toWellFormed())));
	// The longest first: a secret may be the beginning of another.
	const literals = [...forms].toSorted((a, b) => b.length - a.length).map(form => form.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`));
	const pattern = new RegExp([...literals, ...knownShapes].join('|'), 'gu');
	const redactText = (text: string) => text.replaceAll(pattern, marker).replaceAll(urlPassword, `$1${marker}`);

	const redact = (value: unknown, seen: Map<unknown, unknown>, depth: number): unknown => {
		if (typeof value === 'string') {
			return redactText(value);
		}

		if (typeof value !== 'object' || value === null || seen.has(value)) {
			return seen.get(value) ?? value;
		}

		if (depth > deepest) {
			return marker;
		}

		if (Array.isArray(value)) {
			const items: unknown[] = [];
			seen.set(value, items);
			for (const item of value) {
				items.push(redact(item, seen, depth + 1));
			}

			return items;
		}

		if (Object.getPrototypeOf(value) !== Object.prototype) {
			return value;
		}

		const fields = {};
		seen.set(value, fields);
		for (const [name, field] of Object.entries(value)) {
			Object.defineProperty(fields, redactText(name), {
				value: redact(field, seen, depth + 1), enumerable: true, writable: true, configurable: true,
			});
		}

		return fields;
	};

	return <Value>(value: Value) => redact(value, new Map(), 0) as Value;
}

/** A path in place of a key names the file in which the key is. A random key would mix capitals and digits. */
function isPath(value: string): boolean {
	return pathValue.test(value) && !(/[A-Z]/u.test(value) && /\d/u.test(value));
}

/** As they are written, and decoded. */
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

/** In base64 three bytes are four characters: what a secret becomes depends on how many bytes stand before it, and its ends on its neighbours, so they are left out. */
function base64Forms(secret: string): readonly string[] {
	return [0, 1, 2].flatMap(before => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const whole = bytes.toString('base64').slice(Math.ceil(before * 4 / 3), Math.floor(bytes.length * 4 / 3));
		return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
	});
}
