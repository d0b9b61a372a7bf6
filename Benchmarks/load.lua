-- Asks for a page again and again, or sends operations at random. Arguments, for operations: a file with one in each line
-- (how often it comes beside the others, the first key, the step to the next one, their count, and the body, where @ stands
-- for a random key), and a file with a token of a viewer in each line, if any.
local operations, picks = {}, {}
-- Formatting a request costs more than the rest of a request here, and the load generator shares the cores with what it
-- measures: so the head is formatted once for each viewer and length of the body.
local heads = {}

-- The same request each time.
local function repeated(request)
  _G.request = function() return request end
end

function init(arguments)
  if not arguments[1] then return repeated(wrk.format()) end
  for line in io.lines(arguments[1]) do
    local weight, first, step, count, body = line:match("^(%d+)\t(%d+)\t(%d+)\t(%d+)\t(.*)$")
    local operation = { before = body, first = tonumber(first), step = tonumber(step), count = tonumber(count) }
    if operation.count > 0 then operation.before, operation.after = body:match("^([^@]*)@(.*)$") end
    operations[#operations + 1] = operation
    for _ = 1, tonumber(weight) do picks[#picks + 1] = #operations end
  end
  for token in io.lines(arguments[2]) do heads[#heads + 1] = { authorization = "Bearer " .. token } end
  if #heads == 0 then heads[1] = {} end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  math.randomseed(os.time())
  if #operations == 1 and operations[1].count == 0 then repeated(wrk.format(nil, nil, nil, operations[1].before)) end
end

function request()
  local asked = operations[picks[math.random(#picks)]]
  local body = asked.before
  if asked.count > 0 then
    body = body .. string.format("%d", asked.first + asked.step * math.random(0, asked.count - 1)) .. asked.after
  end
  local known = heads[math.random(#heads)]
  local head = known[#body]
  if not head then
    wrk.headers["Authorization"] = known.authorization
    head = wrk.format(nil, nil, nil, body):sub(1, -#body - 1)
    known[#body] = head
  end
  return head .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('result {"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
