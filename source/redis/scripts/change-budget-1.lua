--- Change caps of the budget in one step, so that there is no moment without one. Caps that cannot be read are taken away.
--
-- KEYS[1]  swarm:budget
-- ARGV     for each cap to change: its field, and US dollars, '' for no cap
--
-- Returns OK. Sent twice, it does the same again.

if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
	redis.call('DEL', KEYS[1])
end

for _, field in ipairs({'limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd'}) do
	local cap = redis.call('HGET', KEYS[1], field)
	local number = cap and string.match(cap, '^%d[%d.eE+-]*$') and tonumber(cap)
	if cap and not (number and number < math.huge) then
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
