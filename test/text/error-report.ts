import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import {errorReport} from '../../source/text/error-report.js';

test('a user error is one clean line, with its exit code', t => {
	t.deepEqual(errorReport(new UserError('Expected a port,\u001B[2J got x.\nTry 6379.', 'usage')), {text: 'Expected a port, got x. Try 6379.\n', exitCode: 2});
});

test('anything else is one clean line and a stack trace', t => {
	const {text, exitCode} = errorReport(new TypeError('x is\u0007 not a function'));
	t.regex(text, /^haiku-swarm stopped because of a bug: x is not a function\nTypeError: x is not a function\n {4}at .+\n/);
	t.is(exitCode, 1);
});

test('a thrown text is an error, too', t => {
	t.regex(errorReport('no').text, /^haiku-swarm stopped because of a bug: no\n/);
});
