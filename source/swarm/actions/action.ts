import type {Budget} from '../../protocol/budget-limits.js';
import type {CleanText} from '../../protocol/clean-text.js';
import type {WorkerNote} from '../../protocol/worker-note.js';
import type {Connection} from '../../redis/connection.js';
import type {Field, FieldValue} from './fields.js';

/** What an action needs to know about a task. A row of the snapshot will do. */
export type TaskFacts = {
	readonly id: string;
	readonly state: 'announced' | 'claimed' | 'slow' | 'orphaned' | 'done' | 'failed' | 'cancelled';
	readonly workerId: string | null;
	readonly description: {line(): CleanText};
};

/** What an action needs to know about a worker. A row of the snapshot will do. */
export type WorkerFacts = {
	readonly id: string;
	/** The ids of the tasks it holds. */
	readonly tasks: readonly string[];
	/** `null`: not a haiku-swarm worker, so it takes no commands. */
	readonly note: Pick<WorkerNote, 'host' | 'pid' | 'state'> | null;
};

/** A worker that runs in this process. */
type LocalWorker = {
	readonly id: string;
	/** How many tasks it is working on. */
	readonly busy: number;
};

/** The workers that run in this process. */
export type LocalWorkers = {
	list(): readonly LocalWorker[];
	/** Tell all of them to drain. @returns How many were told. */
	drain(): number;
};

/** What an action runs with. */
export type ActionContext = {
	readonly connection: Connection;
	/** Aborts what takes its time. */
	readonly signal: AbortSignal;
	/** `null` where no worker can run in this process. */
	readonly localWorkers: LocalWorkers | null;
};

/** What is known about the rest of the swarm where an action is about to be started. */
export type Scene = {
	readonly localWorkers: readonly LocalWorker[];
	readonly budget: Budget | 'unreadable' | null;
	worker(id: string): WorkerFacts | undefined;
};

/** A question to ask before an action. */
export type Question = {
	/** Names what it hits, and how much of it. */
	readonly title: CleanText;
	readonly lines: readonly CleanText[];
	/** The answer that goes ahead, such as `Drain`. */
	readonly confirm: string;
	/** The answer that does nothing. Default: `Cancel`. */
	readonly dismiss?: string;
};

/** What an action did. Plain JSON. `task`: a new task. */
export type Outcome = {readonly kind: string; readonly task?: string};

/** Nothing was done, and why: a code for programs, and the words that follow `Cannot cancel task_1:`. */
export type Refusal = Outcome & {readonly kind: 'refused'; readonly code: string; readonly why: CleanText};

/** An outcome in words. */
export type Report = {
	readonly text: CleanText;
	/** `warning`: done, but not to the end. `failed`: nothing was done. */
	readonly level: 'good' | 'warning' | 'failed';
};

/** The arguments of an action, by the names of its fields. What is left out keeps its value or its default. */
export type Arguments = Readonly<Record<string, FieldValue>>;

/** What is asked for before an action that needs more than a target. */
export type ActionForm = {
	readonly title: string;
	readonly fields: readonly Field[];
	/** Whether Enter goes through the fields before it submits. Default: `false`. */
	readonly enterSteps?: boolean;
	/** Shown below the fields. */
	readonly notes: readonly string[];
	/** What the fields contain at first. Default: nothing. */
	initial?(scene: Scene): Readonly<Record<string, string>>;
};

/** Something a person can do to the swarm. Keys, hints, help, questions, messages, the log of writes, the commands and the table in the readme are made from these objects. */
export type Action<Facts extends TaskFacts | WorkerFacts | null = TaskFacts | WorkerFacts | null, Result extends Outcome = Outcome> = {
	/** The word for it everywhere: command, hint, log. */
	readonly name: string;
	/** The key in the dashboard. Two actions may share one: the first that applies is meant. */
	readonly key: string;
	readonly target: 'task' | 'worker' | 'swarm';
	/** One line for usage, help and readme. */
	readonly summary: string;
	/** For actions with arguments. */
	readonly form?: ActionForm;
	/** Why it does not apply to a target, as far as that can be seen from here. `null`: it applies. */
	refusal?(target: Facts, scene: Scene): Refusal | null;
	/** What to ask first. `null`: nothing. */
	question?(target: Facts, scene: Scene): Question | null;
	/** What to say while it runs, for actions that take seconds. */
	progress?(id: string): CleanText;
	/** Do it. `id` is the target's; empty for the swarm. Call it through `perform`. */
	run(context: ActionContext, id: string, values: Arguments): Promise<Result | Refusal>;
	describe(outcome: Result, id: string): Report;
};
