--- Give a claim back, if it is still ours.
--
-- KEYS[1]  task:<id>:claimed
-- ARGV[1]  our worker id
--
-- Returns 1 if it was given back, 0 if it is not ours. Sent twice, it does nothing the second time.

if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('DEL', KEYS[1])
end

return 0
