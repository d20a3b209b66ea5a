const refusals: ReadonlyArray<readonly [code: RegExp, sentence: string]> = [
	[/\bOOM\b/, 'Redis is full (maxmemory) and accepts no more data: delete what is no longer needed, or raise maxmemory'],
	[/\bREADONLY\b/, 'This Redis is a replica and accepts no writes: use the address of its primary'],
	[/\bMISCONF\b/, 'Redis cannot save to its disk and accepts no writes: free space on that disk, and check its log'],
	[/\bLOADING\b/, 'Redis is still loading its data: try again in a moment'],
];

/**
Why Redis refused a command, and what to do.

@param message What Redis said.
@param quoted The same, clean and without secrets, for refusals that are not known.
*/
export function redisRefusalText(message: string, quoted: string): string {
	if (/\bNOPERM\b/.test(message)) {
		return `The user of this Redis lacks a permission: ${quoted}; grant it with ACL SETUSER.`;
	}

	const sentence = refusals.find(([code]) => code.test(message))?.[1];
	return sentence === undefined ? `Redis refused: ${quoted}.` : `${sentence}.`;
}
