const partOfName = /[\p{L}\p{N}_-]/u;

/** Whether a text contains a name that is not part of a longer one: `haiku_10 came` does not mention `haiku_1`. */
export function mentions(text: string, name: string): boolean {
	if (name === '') {
		return false;
	}

	for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
		if (!partOfName.test(text.charAt(at - 1)) && !partOfName.test(text.charAt(at + name.length))) {
			return true;
		}
	}

	return false;
}
