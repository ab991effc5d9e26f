package io.shiplog.proxy.kernel;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule table in the words of {@code iptables-restore --noflush}: one chain per service port that picks an endpoint at
 * random, one chain per endpoint that translates the destination. All steered traffic is masqueraded, because pods of
 * one bridge would otherwise answer one another past the translation.
 */
final class IptablesRules {
    /** A bit of the packet mark that neither Docker nor kube-proxy uses. */
    private static final String MARK = "0x100000/0x100000";

    private IptablesRules() {}

    /**
     * Input of {@code iptables-restore --noflush} and the chains that it leaves behind.
     *
     * @param text all rules of the nat and filter tables that are ours
     * @param chains the per-service and per-endpoint chains of the nat table
     */
    record Rendered(String text, Set<String> chains) {}

    /**
     * Renders {@code table}.
     *
     * @param scope whose rules they are
     * @param stale chains of an earlier table, which are removed unless they are needed again
     */
    static Rendered render(Scope scope, RuleTable table, Set<String> stale) {
        Set<String> chains = new TreeSet<>();
        List<String> services = new ArrayList<>();
        List<String> nodePorts = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        List<String> filter = new ArrayList<>();
        for (ServicePortInfo port : table.ports()) {
            String comment = "-m comment --comment \"" + port.id() + "\"";
            String match =
                    "-p " + port.protocol().lower() + " -m " + port.protocol().lower() + " --dport ";
            if (port.endpoints().isEmpty()) {
                for (String address : port.addresses()) {
                    filter.add("-A " + scope.filter() + " -d " + address + "/32 " + match + port.port() + " " + comment
                            + " -j REJECT");
                }
                if (port.nodePort() != 0) {
                    for (String destination : scope.nodePortDestinations()) {
                        filter.add("-A " + scope.filter() + " " + destination + " " + match + port.nodePort() + " "
                                + comment + " -j REJECT");
                    }
                }
                continue;
            }
            String chain = scope.servicePrefix() + hash(port.id() + "/" + port.protocol());
            chains.add(chain);
            for (String address : port.addresses()) {
                services.add("-A " + scope.services() + " -d " + address + "/32 " + match + port.port() + " " + comment
                        + " -j " + chain);
            }
            if (port.nodePort() != 0) {
                nodePorts.add(
                        "-A " + scope.nodePorts() + " " + match + port.nodePort() + " " + comment + " -j " + chain);
            }
            rules.add("-A " + chain + " -j MARK --set-xmark " + MARK);
            balance(scope, port, chain, chains, rules);
        }
        var text = new StringBuilder("*nat\n");
        for (String chain : List.of(scope.services(), scope.nodePorts(), scope.postrouting())) {
            declare(text, chain);
        }
        Set<String> gone = new TreeSet<>(stale);
        gone.removeAll(chains);
        chains.forEach(chain -> declare(text, chain));
        gone.forEach(chain -> declare(text, chain));
        services.forEach(rule -> text.append(rule).append('\n'));
        for (String destination : scope.nodePortDestinations()) {
            text.append("-A " + scope.services() + " " + destination + " -j " + scope.nodePorts() + "\n");
        }
        nodePorts.forEach(rule -> text.append(rule).append('\n'));
        rules.forEach(rule -> text.append(rule).append('\n'));
        text.append("-A " + scope.postrouting() + " -m mark --mark " + MARK + " -j MASQUERADE\n");
        gone.forEach(chain -> text.append("-X ").append(chain).append('\n'));
        text.append("COMMIT\n*filter\n");
        declare(text, scope.filter());
        filter.forEach(rule -> text.append(rule).append('\n'));
        text.append("COMMIT\n");
        return new Rendered(text.toString(), chains);
    }

    private static void balance(
            Scope scope, ServicePortInfo port, String chain, Set<String> chains, List<String> rules) {
        List<String> targets = new ArrayList<>();
        for (Endpoint endpoint : port.endpoints()) {
            String target = scope.endpointPrefix() + hash(port.id() + "/" + port.protocol() + "/" + endpoint);
            targets.add(target);
            chains.add(target);
            if (port.affinitySeconds() > 0) {
                rules.add("-A " + target + " -m recent --name " + target + " --set");
            }
            rules.add("-A " + target + " -p " + port.protocol().lower() + " -j DNAT --to-destination " + endpoint);
        }
        if (port.affinitySeconds() > 0) {
            for (String target : targets) {
                rules.add("-A " + chain + " -m recent --name " + target + " --rcheck --seconds "
                        + port.affinitySeconds() + " --reap -j " + target);
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            int left = targets.size() - i;
            String random = left == 1
                    ? ""
                    : " -m statistic --mode random --probability " + String.format(Locale.ROOT, "%.10f", 1.0 / left);
            rules.add("-A " + chain + random + " -j " + targets.get(i));
        }
    }

    private static void declare(StringBuilder text, String chain) {
        text.append(':').append(chain).append(" - [0:0]\n");
    }

    /** 16 hexadecimal digits: chain names have at most 28 characters. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
