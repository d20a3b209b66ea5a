/** What `--help` prints, and what the readme begins with. */
export const helpText = `
	Usage
	  $ haiku-swarm                        the dashboard
	  $ haiku-swarm status                 the swarm as tables
	  $ haiku-swarm publish <description>  write a task and announce it
	  $ haiku-swarm findings [id]          what was found, newest first; with an id: one, whole
	  $ haiku-swarm worker                 execute tasks until Ctrl-C
	  $ haiku-swarm budget [USD|off]       what may be spent; with an amount: set the limit; off: no caps at all
	  $ haiku-swarm server                 a Redis for others to join, until Ctrl-C: valkey-server, redis-server, else the embedded Valkey
	  $ haiku-swarm prompt <role>          what to paste into a model that has only redis-cli: worker or coordinator
	  $ haiku-swarm cancel <task>          nobody shall do it any more
	  $ haiku-swarm retry <task>           a task that was set aside or cancelled gets all its attempts again
	  $ haiku-swarm rescue <task>          take it from a worker that has fallen silent
	  $ haiku-swarm abort <task>           who works on it shall stop, and give it back
	  $ haiku-swarm pause <worker>         it claims nothing more; resume: it does again
	  $ haiku-swarm drain <worker>         it finishes what it has in hand, and leaves; stop: it gives it back, and leaves

	Everywhere
	  --redis <address>  redis://, rediss://, unix://, valkey:// or redis+sentinel://  [default: REDIS_URL, else localhost:6379]
	  --no-start         never start a Redis

	status
	  --json             everything, for scripts
	  --line             one line, for a status bar

	publish
	  --file <path>      a file that belongs to the task; can be given again
	  --id <id>          its id  [default: a new one]
	  --wait <seconds>   wait for the answer and print it
	  --json

	findings
	  --filter <text>    only findings with this text in them
	  --json

	worker
	  --executor <name>  claude-cli, messages-api, dry-run, or command with the program after --  [default: the first of the first two that works here]
	  --model <id>       full model id  [default: claude-haiku-4-5]
	  --concurrency <n>  tasks at the same time  [default: 1]
	  --workdir <path>   the only directory in which it reads and writes  [default: this one]
	  --allow-host <h>   a host that messages-api may call over HTTP; can be given again  [default: none]
	  --pass-env <name>  a variable that the program of command may see; can be given again
	  --budget <USD>     the most that it may spend; the swarm's own budget holds as well
	  --max-turns <n>    answers of the model in one attempt  [default: 20]
	  --timeout <s>      seconds for one attempt  [default: 600]
	  --max-tasks <n>    leave after so many tasks
	  --idle-exit <s>    leave after so many seconds without a task
	  --grace <s>        seconds for what is in hand after Ctrl-C or SIGTERM, before it is given back  [default: 30]
	  --worker-id <id>   unique in the swarm  [default: a new one]
	  --mode <mode>      loop or single  [default: loop]
	  --task <text>      what to do in single mode

	budget
	  --per-task <USD>   what one task may cost with all its attempts; off: no cap
	  --per-worker <USD> what one worker may spend
	  --per-hour <USD>   what all may spend in an hour of the clock
	  --json

	server
	  --port <n>         of this machine only  [default: 6379]

	Exit codes
	  0 done   1 failed   2 wrong usage   3 no Redis
`;
