--- Release a task, and announce it again. Models type what follows into a shell, within single quotes.
--
-- KEYS[1]  task:<id>:claimed
-- ARGV[1]  worker id
-- ARGV[2]  task id
--
-- Returns GIVEN BACK, or LOST (another worker holds it, or nobody). Safe to repeat: it returns LOST.

if redis.call("GET", KEYS[1]) ~= ARGV[1] then return "LOST" end
redis.call("DEL", KEYS[1])
redis.call("PUBLISH", "channel:tasks", ARGV[2])
return "GIVEN BACK"
