type Waiting<Input, Output> = {
	readonly input: Input;
	readonly resolve: (output: Output) => void;
	readonly reject: (reason: unknown) => void;
};

/**
Let many callers share one call: while one is on its way, what comes in waits and goes with the next. Nobody waits for company.

@param send Must give one output for each input, in order.
@param most The most inputs in one call. Default: 64.
*/
export function batchCalls<Input, Output>(send: (inputs: readonly Input[]) => Promise<readonly Output[]>, most = 64): (input: Input) => Promise<Output> {
	let waiting: Array<Waiting<Input, Output>> = [];
	let isSending = false;

	const sendAll = async () => {
		isSending = true;
		// What is asked for in this turn goes together.
		await Promise.resolve();
		while (waiting.length > 0) {
			const now = waiting.slice(0, most);
			waiting = waiting.slice(most);
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
