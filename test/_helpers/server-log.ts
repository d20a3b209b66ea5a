import type {Readable} from 'node:stream';

const patienceMs = 30_000;

/** What a server tells in its log, line by line. */
export class ServerLog {
	readonly #lines: string[] = [];
	readonly #waiting = new Set<() => void>();

	/** All lines so far. */
	get lines(): readonly string[] {
		return this.#lines;
	}

	/** Take over what comes from a stream. */
	read(stream: Readable): void {
		let rest = '';
		stream.setEncoding('utf8').on('data', (text: string) => {
			const [first = '', ...others] = text.split('\n');
			const lines = [rest + first, ...others];
			rest = lines.pop() ?? '';
			this.#lines.push(...lines);
			for (const look of this.#waiting) {
				look();
			}
		});
	}

	/**
	The first line that a pattern fits, also one that came before.

	@throws With all lines in the message, when there is none within 30 seconds.
	*/
	async hear(pattern: RegExp): Promise<string> {
		return new Promise((resolve, reject) => {
			const timeout = setTimeout(() => {
				this.#waiting.delete(look);
				reject(new Error(`Not heard in ${patienceMs} ms: ${String(pattern)}\n${this.#lines.join('\n')}`));
			}, patienceMs);
			const look = () => {
				const line = this.#lines.find(each => pattern.test(each));
				if (line !== undefined) {
					clearTimeout(timeout);
					this.#waiting.delete(look);
					resolve(line);
				}
			};

			this.#waiting.add(look);
			look();
		});
	}
}
