--- Extend the claim of another worker, if it is still the one that was seen.
--
-- KEYS[1]  task:<id>:claimed
-- ARGV[1]  the holder that was seen
-- ARGV[2]  milliseconds that the claim lasts from now
--
-- Returns 1 if it was extended, else 0. Sent twice, it does the same again.

if redis.pcall('GET', KEYS[1]) == ARGV[1] then
	return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end

return 0
