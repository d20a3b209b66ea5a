--- Extend the claim of another worker, if it still holds it.
--
-- KEYS[1]  task:<id>:claimed
-- ARGV[1]  worker id of the holder
-- ARGV[2]  lease in milliseconds, from now
--
-- Returns 1 if it was extended, else 0. Safe to repeat.

if redis.pcall('GET', KEYS[1]) == ARGV[1] then
	return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end

return 0
