--- Renew a claim for 300 seconds. Models type what follows into a shell, within single quotes.
--
-- KEYS[1]  task:<id>:claimed
-- KEYS[2]  swarm:cancelled:<id>
-- ARGV[1]  worker id
--
-- Returns YOURS for 300 seconds, LOST (another worker holds it, or nobody), or CANCELLED. Safe to repeat.

if redis.call("GET", KEYS[1]) ~= ARGV[1] then return "LOST" end
if redis.call("EXISTS", KEYS[2]) == 1 then return "CANCELLED" end
return redis.call("EXPIRE", KEYS[1], 300) == 1 and "YOURS for 300 seconds"
