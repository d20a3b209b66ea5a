type Waiting<Input, Output> = {
	readonly input: Input;
	readonly resolve: (output: Output) => void;
	readonly reject: (reason: unknown) => void;
};

/**
Combine concurrent calls into batches. While one batch is in flight, further inputs wait and go with the next; a lone input is sent at once.

@param send Must return one output per input, in order.
@param maxInputs Per batch. Default: 64.
*/
export function batchCalls<Input, Output>(send: (inputs: readonly Input[]) => Promise<readonly Output[]>, maxInputs = 64): (input: Input) => Promise<Output> {
	let waiting: Array<Waiting<Input, Output>> = [];
	let isSending = false;

	const sendAll = async () => {
		isSending = true;
		// Inputs of the same turn share a batch.
		await Promise.resolve();
		while (waiting.length > 0) {
			const now = waiting.slice(0, maxInputs);
			waiting = waiting.slice(maxInputs);
			try {
				const outputs = await send(now.map(({input}) => input));
				for (const [index, {resolve}] of now.entries()) {
					resolve(outputs[index]!);
				}
			} catch (error) {
				for (const {reject} of now) {
					reject(error);
				}
			}
		}

		isSending = false;
	};

	return async input => new Promise((resolve, reject) => {
		waiting.push({input, resolve, reject});
		if (!isSending) {
			void sendAll();
		}
	});
}
