import test from 'ava';
import stringWidth from 'string-width';
import {statusText} from '../../source/commands/status-text.js';
import {storeOf} from '../dashboard/_swarm.js';

test('status shows workers, tasks and problems, in lines of at most the width, and says what it leaves out', t => {
	const text = statusText(storeOf(60).snapshot);
	const lines = text.split('\n');
	t.regex(text, /^\nWORKER +STATE +.*\n/m);
	t.regex(text, /^\nTASK +STATE +.*\ntask_0 +failed /m);
	t.is(lines.filter(line => line === 'and 20 more').length, 2);
	t.regex(text, /^! failed task task_0: /m);
	t.deepEqual(lines.filter(line => !line.startsWith('!') && stringWidth(line) > 100), []);
	t.notRegex(lines.join(''), /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
});
