--- Give a task back, and announce it again. What is below these lines is typed by models, within single quotes.
--
-- KEYS[1]  task:<id>:claimed
-- ARGV[1]  worker id
-- ARGV[2]  task id
--
-- Returns GIVEN BACK, or LOST (somebody else holds it, or nobody). Sent twice, it says LOST the second time.

if redis.call("GET", KEYS[1]) ~= ARGV[1] then return "LOST" end
redis.call("DEL", KEYS[1])
redis.call("PUBLISH", "channel:tasks", ARGV[2])
return "GIVEN BACK"
