--- Claim tasks. A task that is finished, at rest, held by another worker or beyond the budget is refused; otherwise the claim is taken, or confirmed to the
--- worker that already holds it, and the attempt is counted once.
--
-- KEYS[1]  swarm:budget
-- KEYS[2]  cost:haiku
-- KEYS[3]  swarm:hour
-- KEYS[4]  swarm:beats:<worker id>
-- then for each task
--   task:<id>
--   task:<id>:claimed
--   task:<id>:result
--   swarm:cancelled:<id>
--   swarm:failed:<id>
--   swarm:backoff:<id>
--   swarm:attempts:<id>
--   swarm:spent-on:<id>
--
-- ARGV[1]  worker id
-- ARGV[2]  lease in milliseconds
-- ARGV[3]  maximum attempts
-- ARGV[4]  US dollars that this worker has spent
-- ARGV[5]  the worker's own limit in US dollars, '' for none
-- ARGV[6]  1 if the cost of its attempts is known, else 0
-- ARGV[7]  seconds for which the worker promises heartbeats while it works
--
-- Returns one of these for each task, in order:
--   {'claimed', body, attempt, what it may still cost in US dollars or ''}
--   {'over', why}              why is done, cancelled, failed, backoff, no body or held
--   {'budget', code, limit}    see BudgetRefusal in money/budget.ts; limit in US dollars, if the code has one
-- Safe to repeat: the second time it confirms the claims.

local worker, ttlMs, maxAttempts = ARGV[1], ARGV[2], tonumber(ARGV[3])

--- @include usd

--- The refusal, or nil; and the limit of one task, or nil.
local function readBudget()
	local limits = redis.pcall('HMGET', KEYS[1], 'limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd')
	if limits.err then
		return {'budget', 'budget_unreadable'}, 0
	end

	local swarmLimit, hourLimit, workerLimit, own = limits[1], limits[2], limits[3], ARGV[5] ~= '' and ARGV[5]
	local taskLimit = limits[4] and usd(limits[4])
	limits[5] = own
	local hasLimit = false
	for _, limit in ipairs(limits) do
		hasLimit = hasLimit or limit
		if limit and not usd(limit) then
			return {'budget', 'budget_unreadable'}, 0
		end
	end

	if not hasLimit then
		return nil
	end

	if ARGV[6] == '0' then
		return {'budget', 'cost_unknown'}, taskLimit
	end

	local spentHere = usd(ARGV[4]) or math.huge
	for _, limit in ipairs({workerLimit, own}) do
		if limit and spentHere >= tonumber(limit) then
			return {'budget', 'worker_limit', limit}, taskLimit
		end
	end

	if swarmLimit or hourLimit then
		local cost = redis.pcall('GET', KEYS[2])
		local spent = type(cost) ~= 'table' and usd(cost or '0') or nil
		if not spent then
			return {'budget', 'spending_unreadable'}, taskLimit
		end

		if swarmLimit and spent >= tonumber(swarmLimit) then
			return {'budget', 'swarm_limit', swarmLimit}, taskLimit
		end

		if hourLimit then
			local hour = tostring(math.floor(tonumber(redis.call('TIME')[1]) / 3600))
			local noted = redis.pcall('HMGET', KEYS[3], 'hour', 'cost_usd')
			local before = not noted.err and noted[1] == hour and usd(noted[2]) or nil
			if not before or before > spent then
				redis.call('DEL', KEYS[3])
				redis.call('HSET', KEYS[3], 'hour', hour, 'cost_usd', cost or '0')
				redis.call('EXPIRE', KEYS[3], 7200)
				before = spent
			end

			if spent - before >= tonumber(hourLimit) then
				return {'budget', 'hour_limit', hourLimit}, taskLimit
			end
		end
	end

	return nil, taskLimit
end

local refusal, taskLimit = readBudget()

--- What a task may still cost, '' without a limit; and what its attempts have cost.
local function remaining(key)
	if not taskLimit then
		return '', 0
	end

	local spent = usd(redis.pcall('GET', key) or '0')
	if not spent then
		return '0', 0
	end

	return spent >= taskLimit and '0' or string.format('%.9f', taskLimit - spent), spent
end

local function setAside(at, why)
	local attempts = tonumber(redis.pcall('GET', KEYS[at + 6])) or 0
	redis.call('SET', KEYS[at + 4], cjson.encode({error = why, attempts = math.max(0, math.min(attempts, maxAttempts))}))
	return {'over', 'failed'}
end

local function claim(at)
	-- MGET returns nothing for keys of another type, and NX leaves them alone.
	local seen = redis.call('MGET', KEYS[at], KEYS[at + 1])
	local body, holder = seen[1], seen[2]
	if not body then
		return {'over', 'no body'}
	end

	-- One call for the common case that none of them exists.
	if redis.call('EXISTS', KEYS[at + 2], KEYS[at + 3], KEYS[at + 4], KEYS[at + 5]) > 0 then
		for index, why in ipairs({'done', 'cancelled', 'failed', 'backoff'}) do
			if redis.call('EXISTS', KEYS[at + 1 + index]) == 1 then
				return {'over', why}
			end
		end
	end

	local claimed, attempts = KEYS[at + 1], KEYS[at + 6]
	local left, spentOn = remaining(KEYS[at + 7])
	if holder == worker then
		redis.call('PEXPIRE', claimed, ttlMs)
		return {'claimed', body, tonumber(redis.pcall('GET', attempts)) or 1, left}
	end

	if holder then
		return {'over', 'held'}
	end

	if refusal then
		return refusal
	end

	if left == '0' then
		return spentOn > 0 and setAside(at, 'its attempts have cost the limit per task') or {'budget', 'task_limit'}
	end

	if not redis.call('SET', claimed, worker, 'NX', 'PX', ttlMs) then
		return {'over', 'held'}
	end

	local attempt = redis.pcall('INCR', attempts)
	if type(attempt) == 'table' or attempt < 1 then
		redis.call('SET', attempts, 1)
		attempt = 1
	end

	if attempt > maxAttempts then
		redis.call('DEL', claimed)
		redis.call('SET', attempts, maxAttempts)
		return setAside(at, 'tried ' .. maxAttempts .. ' times, never finished')
	end

	return {'claimed', body, attempt, left}
end

local replies = {}
local hasClaimed = false
for at = 5, #KEYS, 8 do
	local reply = claim(at)
	hasClaimed = hasClaimed or reply[1] == 'claimed'
	replies[#replies + 1] = reply
end

-- In the same step as the claim, so that a worker that dies before its first heartbeat counts as lost, not as one that sends none while idle.
if hasClaimed then
	redis.call('SET', KEYS[4], '1', 'EX', ARGV[7])
end

return replies
