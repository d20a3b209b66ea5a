// A program of its own: prints a prompt, or the error that comes instead.
import process from 'node:process';
import {promptText} from '../../source/commands/prompt.js';
import {asError} from '../../source/protocol/user-error.js';

try {
	process.stdout.write(promptText(process.argv[2] ?? '', process.argv[3]));
} catch (error) {
	process.stdout.write(`${asError(error).name}: ${asError(error).message}`);
}
