package io.shiplog.proxy.kernel;

import io.shiplog.proxy.Command;
import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.StaleFlows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's memory of UDP flows, through conntrack(8). */
final class UdpFlows {
    private static final Logger LOG = LoggerFactory.getLogger(UdpFlows.class);

    private boolean complained;

    /** Makes the kernel forget flows that {@code table} would send elsewhere. */
    void forgetStale(RuleTable table) {
        if (table.ports().stream().noneMatch(port -> port.protocol() == Protocol.UDP)) {
            return;
        }
        Command.Result listed = Command.read(List.of("conntrack", "-L", "-p", "udp"));
        if (listed.exitCode() != 0) {
            if (!complained) {
                LOG.warn(
                        "UDP clients keep endpoints that are gone, because conntrack does not run (exit code {})",
                        listed.exitCode());
            }
            complained = true;
            return;
        }
        List<StaleFlows.Flow> flows = listed.output()
                .lines()
                .map(UdpFlows::parse)
                .flatMap(Optional::stream)
                .toList();
        for (StaleFlows.Flow flow : StaleFlows.of(table, flows)) {
            Command.run("", deletion(flow));
        }
    }

    /**
     * {@code udp 17 29 src=A dst=B sport=1 dport=2 [UNREPLIED] src=C dst=D sport=3 dport=4 mark=0}: one way, then the
     * other.
     */
    static Optional<StaleFlows.Flow> parse(String line) {
        List<Map<String, String>> ways = new ArrayList<>();
        for (String word : line.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = word.substring(0, equals);
            if (name.equals("src")) {
                ways.add(new HashMap<>());
            }
            if (!ways.isEmpty()) {
                ways.getLast().putIfAbsent(name, word.substring(equals + 1));
            }
        }
        if (!line.startsWith("udp ") || ways.size() != 2) {
            return Optional.empty();
        }
        return Optional.of(new StaleFlows.Flow(
                end(ways.getFirst(), "src", "sport"),
                end(ways.getFirst(), "dst", "dport"),
                end(ways.getLast(), "src", "sport")));
    }

    private static Endpoint end(Map<String, String> way, String address, String port) {
        return new Endpoint(way.getOrDefault(address, ""), Integer.parseInt(way.getOrDefault(port, "0")));
    }

    private static List<String> deletion(StaleFlows.Flow flow) {
        return List.of(
                "conntrack",
                "-D",
                "-p",
                "udp",
                "-s",
                flow.from().address(),
                "--sport",
                Integer.toString(flow.from().port()),
                "-d",
                flow.to().address(),
                "--dport",
                Integer.toString(flow.to().port()));
    }
}
