--- Change limits of the budget in one step, so that there is never a moment without any. Unreadable limits are removed.
--
-- KEYS[1]  swarm:budget
-- ARGV     for each limit to change: its field, and US dollars or '' to remove it
--
-- Returns OK. Safe to repeat.

--- @include usd

if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
	redis.call('DEL', KEYS[1])
end

for _, field in ipairs({'limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd'}) do
	local limit = redis.call('HGET', KEYS[1], field)
	if limit and not usd(limit) then
		redis.call('HDEL', KEYS[1], field)
	end
end

for at = 1, #ARGV, 2 do
	if ARGV[at + 1] == '' then
		redis.call('HDEL', KEYS[1], ARGV[at])
	else
		redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
	end
end

return 'OK'
