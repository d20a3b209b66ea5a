/** What stands where a name or a value is missing. */
export const placeholders = {
	otherNames: '(others)',
	unnamedModel: '(model not named)',
	unreadable: '(unreadable)',
	noTask: 'announced, but there is no task under this id',
	noFinding: 'announced, but there is no such key',
	publishedOnly: 'published whole, kept under no key',
} as const;
