/*
The parts of WebAssembly that are used here. TypeScript knows them only together with browsers.
*/
declare namespace WebAssembly {
	type Memory = {readonly buffer: ArrayBuffer};
	type Instance = {readonly exports: Readonly<Record<string, unknown>>};

	// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- A declaration of what is there.
	class Tag {
		constructor(type: {readonly parameters: readonly string[]});
	}

	function instantiate(bytes: Uint8Array, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<{readonly instance: Instance}>;
}
