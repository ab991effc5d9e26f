package io.shiplog.bench.api;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;

/**
 * CPU time used so far, in seconds.
 *
 * @param server what the server's process says it used, NaN where it says nothing; in a cluster of one process this
 *     includes everything beside the API server
 * @param client this process
 */
record CpuClock(double server, double client) {
    private static final String METRIC = "process_cpu_seconds_total ";

    /** Asks now. */
    static CpuClock read(BenchClient client) {
        String metrics = client.send(HttpMethod.GET, "/metrics", "").await().toString();
        double server = Double.NaN;
        for (String line : metrics.split("\n")) {
            if (line.startsWith(METRIC)) {
                server = Double.parseDouble(line.substring(METRIC.length()).trim());
            }
        }
        return new CpuClock(server, own());
    }

    CpuClock since(CpuClock earlier) {
        return new CpuClock(server - earlier.server, client - earlier.client);
    }

    private static double own() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
