import {encodeText, luaError} from './lua.js';
import {fieldKind, withoutControls} from './json.js';
import type {NativeScript} from './native-script.js';

/** Answer a task, for a model that types. */
export const typedReportScript: NativeScript = {
	name: 'typed-report-5',
	sha1: 'fa298cdb966b435fd1b2852e5072182c785b3cfd',
	run(call, [claimed, finding, result, cost, spent], [worker = '', taskId = '', findingId = '', time = '', tokens = '', usd = '', json]) {
		if (json === undefined) {
			throw luaError(3, 'attempt to index local \'body\' (a nil value)');
		}

		const body = withoutControls(json);
		if (fieldKind(body, 'result') === undefined) {
			return 'NO: this is no JSON object with a result';
		}

		if (call('set', spent, 1, 'NX', 'EX', 86_400) !== null) {
			call('incrbyfloat', cost, usd);
		}

		const holder = call('get', claimed);
		const answer = call('get', result);
		if ((holder !== null && holder !== worker) || (answer !== null && answer !== findingId)) {
			return 'LOST: somebody else has it or has done it';
		}

		const ids = `"finding_id":${encodeText(findingId)},"worker_id":${encodeText(worker)},"task_id":${encodeText(taskId)}`;
		call('set', finding, `${body.slice(0, body.lastIndexOf('}'))},${ids},"timestamp":"${time}","tokens_used":${tokens},"cost":${usd}}`);
		call('publish', 'channel:findings', findingId);
		call('set', result, findingId);
		call('publish', 'channel:completions', taskId);
		return 'DONE';
	},
};
