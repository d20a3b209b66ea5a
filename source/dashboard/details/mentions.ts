const partOfName = /[\p{L}\p{N}_-]/u;

/** Whether a text has a name in it that is not a part of a longer one: `haiku_1` is not in `haiku_10 came`. */
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
