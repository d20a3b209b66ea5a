/*
The system of valkey.wasm: WASI preview 1 of Node, with a clock, a log and an end of our own.
*/
import {Buffer} from 'node:buffer';
import process from 'node:process';
import {WASI} from 'node:wasi';

/** What `loadWasi` needs to know. */
export type WasiOptions = {
	/** What the program sees as the root of the file system. */
	readonly directory: string;
	/** Gets each line that the program prints. */
	readonly log: (line: string) => void;
	/** The memory of the program. */
	readonly memory: () => Buffer;
	/** The wall clock in milliseconds. */
	readonly now: () => number;
};

/** The imports of the program, and how to initialise it. */
export function loadWasi({directory, log, memory, now}: WasiOptions) {
	const wasi = new WASI({
		version: 'preview1', args: ['valkey-server'], env: {}, preopens: {'/': directory},
	});
	const system = wasi.wasiImport as Readonly<Record<string, (...parameters: readonly number[]) => number>>;
	let words: BigUint64Array = new BigUint64Array(0);
	return {
		initialize: wasi.initialize.bind(wasi),
		imports: {
			...system,
			// Valkey asks three times in each command: this way is faster than Buffer's.
			clock_time_get(clock: number, _precision: bigint, at: number) {
				if (words.length === 0) {
					words = new BigUint64Array(memory().buffer);
				}

				words[at / 8] = clock === 0 ? BigInt(now()) * 1_000_000n : process.hrtime.bigint();
				return 0;
			},
			fd_write(file: number, vectors: number, count: number, writtenAt: number) {
				if (file !== 1 && file !== 2) {
					return system.fd_write!(file, vectors, count, writtenAt);
				}

				const parts = Array.from({length: count}, (_, index) => {
					const at = memory().readUInt32LE(vectors + (index * 8));
					return Buffer.from(memory().subarray(at, at + memory().readUInt32LE(vectors + (index * 8) + 4)));
				});
				const text = Buffer.concat(parts);
				memory().writeUInt32LE(text.length, writtenAt);
				for (const line of text.toString().split('\n').filter(Boolean)) {
					log(line);
				}

				return 0;
			},
			proc_exit(code: number) {
				throw new Error(`it ended with exit code ${code}`);
			},
		},
	};
}
