-- For wrk. From the environment: REQUESTS, a file of lines `path<TAB>body`, sent in turn; METHOD;
-- PAUSE_MS, what a connection waits on average before it asks again (0: not at all).

local requests, i = {}, 0
local pause_ms = tonumber(os.getenv("PAUSE_MS") or "0")

function init()
  math.randomseed(os.time())
  for line in io.lines(os.getenv("REQUESTS")) do
    local path, body = line:match("^([^\t]*)\t?(.*)$")
    requests[#requests + 1] = wrk.format(os.getenv("METHOD"), path, nil, body ~= "" and body or nil)
  end
end

function request()
  i = i % #requests + 1
  return requests[i]
end

if pause_ms > 0 then
  function delay()
    return math.random(0, 2 * pause_ms)
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%g,"bytes":%d,"errors":%d,"p50_us":%g,"p99_us":%g,"max_us":%g}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
