import {clean} from '../protocol/clean-text.js';

const seeHelp = (command: string) => clean`See haiku-swarm ${command === '' ? '--help' : `help ${command}`}.`;
const didYouMean = (closest: string | null) => closest === null ? clean`` : clean` Did you mean ${closest}?`;

/** Wrong calls of a command: exit code 2. */
export const usageErrors = {
	unknownCommand: (name: string, closest: string | null) => clean`Expected a command such as status, publish or worker, got "${name}".${didYouMean(closest)} ${seeHelp('')}`,
	flagBeforeCommand: (flag: string, value: string) => clean`Expected a command before ${flag}, got none. Put its flags after the command: haiku-swarm <command> ${flag} "${value}".`,
	unknownFlag: (flag: string, command: string, closest: string | null) => clean`Expected a flag of haiku-swarm ${command}, got ${flag}.${didYouMean(closest)} ${seeHelp(command)}`,
	missingValue: (flag: string, placeholder: string) => clean`Expected a value, as in ${flag} ${placeholder}, got nothing. Add one or omit the flag.`,
	repeatedFlag: (flag: string) => clean`Expected ${flag} once, got it more than once. Keep only one.`,
	unexpectedValue: (flag: string, value: string) => clean`Expected no value for ${flag}, got "${value}". Omit the value.`,
	flagAfterSeparator: (flag: string, command: string) => clean`Expected ${flag} before --, got it after. Move it, or quote it as part of the text. ${seeHelp(command)}`,
	notAChoice: (flag: string, choices: readonly string[], value: string) => clean`Expected ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''} for ${flag}, got "${value}".`,
	notANumber: (flag: string, expected: string, value: string) => clean`Expected ${expected} for ${flag}, got "${value}".`,
	missingArgument: (placeholder: string, command: string) => clean`Expected ${placeholder}, got nothing. ${seeHelp(command)}`,
	surplusArguments: (surplus: readonly string[], command: string) => clean`Expected no more arguments, got "${surplus.join(' ')}". ${seeHelp(command)}`,
	blankRedisUrl: clean`Expected an address in REDIS_URL, got a blank value. Set it to redis://host:port, or unset it to use localhost:6379.`,
	serverStartsOne: clean`Expected neither --redis nor --no-start: server starts a Redis on this machine.`,
	singleModeNeedsTask: clean`Expected --mode single together with --task. To give a task to all workers, use haiku-swarm publish.`,
	emptyStdin: clean`Expected a description on stdin, got nothing.`,
	noSuchFile: (file: string) => clean`Expected an existing file for --file, got "${file}". Paths are relative to the current directory.`,
	notForRedisCli: (address: string) => clean`Expected an address that redis-cli can use, got the Sentinels ${address}. Pass the address of the primary with --redis.`,
} as const;

const isStillWaiting = clean`The task stays in the queue: haiku-swarm findings shows its finding later.`;

/** Correct calls that fail: exit code 1, or 3 for a lost link. */
export const commandErrors = {
	stdout: (reason: string) => clean`Expected to write to stdout, got ${reason.replace(/, write$/u, '')}. Changes to the swarm were made; free some space and run it again to see the output.`,
	noSuchFinding: (id: string) => clean`Expected the id of a finding, but there is no finding ${id}. List them with haiku-swarm findings.`,
	noFindingInTime: (task: string, seconds: number) => clean`Expected a finding for ${task} within ${seconds} s, got none. ${isStillWaiting}`,
	waitInterrupted: (task: string) => clean`Stopped waiting for ${task}. ${isStillWaiting}`,
	unreadableSpending: clean`Expected US dollars in cost:haiku, got something else: with a budget, workers claim nothing. Set it to the correct sum.`,
	unreadableBudget: clean`Expected US dollars in swarm:budget, got something else: workers claim nothing. Clear it with haiku-swarm budget off.`,
	portInUse: (address: string, server: string) => clean`Expected a free port, but a Redis already answers at ${address}: ${server}. Use that one, or choose another --port.`,
	linkLost: (reason: string) => clean`Expected to read the whole swarm, but the connection was lost: ${reason}. Try again.`,
} as const;
