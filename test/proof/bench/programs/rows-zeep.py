"""As rows.ts, with zeep."""
import json
import resource
import sys
import time

from zeep import Client

ROWS = 10_000
SECONDS = 3


def peak_in_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


endpoint, wsdl = sys.argv[1:]
client = Client(wsdl)
service = client.create_service("{http://tempuri.org/}DocumentsSoap", endpoint)
before = peak_in_mb()
milliseconds = cpu_ms = float("inf")
end = time.perf_counter() + SECONDS
while time.perf_counter() < end:
    start, cpu = time.perf_counter(), time.process_time()
    rows = service.GetDocuments(Path="/Finance")
    assert len(rows) == ROWS and rows[-1].Id == ROWS - 1, "not all rows"
    milliseconds = min(milliseconds, 1000 * (time.perf_counter() - start))
    cpu_ms = min(cpu_ms, 1000 * (time.process_time() - cpu))
print(json.dumps({"milliseconds": milliseconds, "cpuMs": cpu_ms, "memoryBeforeInMb": before, "peakMemoryInMb": peak_in_mb()}))
