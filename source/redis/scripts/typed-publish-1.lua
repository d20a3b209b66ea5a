--- Write a task and announce it. Models type what follows into a shell, within single quotes.
--
-- KEYS[1]  task:<id>
-- ARGV[1]  task id
-- ARGV[2]  the task, a JSON object; control characters become spaces, because models forget to escape line breaks
--
-- Returns TASK=<id> heard by <number of listeners>, or NO and why. Safe to repeat: it returns that the id is taken.

local body = ARGV[2]:gsub("%c", " ")
local isJson, task = pcall(cjson.decode, body)
if not isJson or type(task) ~= "table" or type(task.description) ~= "string" then return "NO: this is no JSON object with a description" end
if not redis.call("SET", KEYS[1], body, "NX") then return "NO: the id is taken, try again" end
return "TASK=" .. ARGV[1] .. " heard by " .. redis.call("PUBLISH", "channel:tasks", ARGV[1])
