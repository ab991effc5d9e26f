package io.shiplog.proxy.kernel;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.Command;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs service rules with iptables. Needs the right to change the network's configuration (CAP_NET_ADMIN); see
 * {@link #unavailable}. What a killed process left behind goes on steering until its successor takes it over, which
 * interrupts no service; connections that are open outlive an orderly stop too. What stays after that is the guard of
 * loopback addresses, because the kernel goes on routing them.
 */
public final class IptablesBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(IptablesBackend.class);
    /** In a container the kernel's file is read-only: it may be mounted elsewhere. */
    private static final Path ROUTE_LOCALNET = Path.of(
            System.getenv().getOrDefault("SHIPLOG_ROUTE_LOCALNET", "/proc/sys/net/ipv4/conf/all/route_localnet"));

    /**
     * With route_localnet on, neighbours could reach what listens on loopback only: they are refused, as kube-proxy
     * does.
     */
    private static final List<String> GUARD = List.of(
            "INPUT",
            "-d",
            "127.0.0.0/8",
            "!",
            "-s",
            "127.0.0.0/8",
            "-m",
            "comment",
            "--comment",
            "shiplog: loopback stays private",
            "-m",
            "conntrack",
            "!",
            "--ctstate",
            "RELATED,ESTABLISHED,DNAT",
            "-j",
            "DROP");

    private final Scope scope;
    private final List<Jump> jumps;
    private final UdpFlows flows = new UdpFlows();
    private Set<String> chains;
    private long rules;
    private boolean sctp = true;

    private record Jump(String table, String from, String to) {

        List<String> rule() {
            List<String> rule = new ArrayList<>(List.of(from, "-m", "comment", "--comment", "shiplog services"));
            if (table.equals("filter")) {
                // Only the first packet of a connection can meet a service without endpoints.
                rule.addAll(List.of("-m", "conntrack", "--ctstate", "NEW"));
            }
            rule.addAll(List.of("-j", to));
            return rule;
        }

        boolean is(String saved) {
            return saved.startsWith("-A " + from + " ") && saved.endsWith(" -j " + to);
        }
    }

    /** @param scope whose rules it installs; two backends of one scope would undo each other's work */
    public IptablesBackend(Scope scope) {
        this.scope = scope;
        jumps = List.of(
                new Jump("nat", "PREROUTING", scope.services()),
                new Jump("nat", "OUTPUT", scope.services()),
                new Jump("nat", "POSTROUTING", scope.postrouting()),
                new Jump("filter", "OUTPUT", scope.filter()),
                new Jump("filter", "FORWARD", scope.filter()),
                new Jump("filter", "INPUT", scope.filter()));
        chains = installedChains();
    }

    /** Why this machine cannot be steered by iptables, or null if it can. */
    public static @org.jspecify.annotations.Nullable String unavailable() {
        if (!Command.exists("iptables-restore")) {
            return "iptables-restore is not installed";
        }
        Command.Result listed = Command.run("", List.of("iptables", "-w", "5", "-t", "nat", "-S"));
        return listed.exitCode() == 0
                ? null
                : "iptables may not be used: " + listed.output().strip();
    }

    @Override
    public void apply(RuleTable table) {
        IptablesRules.Rendered rendered = restore(sctp ? table : withoutSctp(table));
        chains = rendered.chains();
        rules = rendered.text().lines().filter(line -> line.startsWith("-A ")).count();
        for (Jump jump : jumps) {
            ensure(jump.table(), jump.rule());
        }
        ensure("filter", GUARD);
        letNodePortsAnswerOnLoopback();
        flows.forgetStale(table);
    }

    private IptablesRules.Rendered restore(RuleTable table) {
        IptablesRules.Rendered rendered = IptablesRules.render(scope, table, chains);
        Command.Result restored = Command.run(rendered.text(), List.of("iptables-restore", "-w", "5", "--noflush"));
        if (restored.exitCode() == 0) {
            return rendered;
        }
        // What is installed may be neither the old nor the new set: ask.
        chains = installedChains();
        RuleTable common = withoutSctp(table);
        if (!common.equals(table)) {
            // Not every kernel has SCTP: the other services must not wait for it.
            IptablesRules.Rendered fewer = restore(common);
            LOG.warn("services over SCTP are not steered: {}", restored.output().strip());
            sctp = false;
            return fewer;
        }
        throw new BackendException("iptables-restore: " + restored.output().strip());
    }

    private static RuleTable withoutSctp(RuleTable table) {
        return new RuleTable(table.ports().stream()
                .filter(port -> port.protocol() != Protocol.SCTP)
                .toList());
    }

    /** Counts rules: whoever flushes tables does not put others in their place. */
    @Override
    public boolean inForce() {
        List<String> saved = new ArrayList<>();
        for (String table : List.of("nat", "filter")) {
            Command.Result listed = Command.run("", List.of("iptables", "-w", "5", "-t", table, "-S"));
            if (listed.exitCode() != 0) {
                return false;
            }
            listed.output().lines().filter(line -> line.startsWith("-A ")).forEach(saved::add);
        }
        long own = saved.stream().filter(this::isOwn).count();
        return own == rules && jumps.stream().allMatch(jump -> saved.stream().anyMatch(jump::is));
    }

    private boolean isOwn(String rule) {
        String chain = rule.split(" ", 3)[1];
        return chain.startsWith(scope.servicePrefix())
                || chain.startsWith(scope.endpointPrefix())
                || List.of(scope.services(), scope.nodePorts(), scope.postrouting(), scope.filter())
                        .contains(chain);
    }

    @Override
    public void close() {
        for (Jump jump : jumps) {
            iptables(jump.table(), "-D", jump.rule());
        }
        IptablesRules.Rendered empty = IptablesRules.render(scope, RuleTable.EMPTY, installedChains());
        Command.run(empty.text(), List.of("iptables-restore", "-w", "5", "--noflush"));
        for (String chain : List.of(scope.services(), scope.nodePorts(), scope.postrouting())) {
            Command.run("", List.of("iptables", "-w", "5", "-t", "nat", "-F", chain));
        }
        for (String chain : List.of(scope.services(), scope.nodePorts(), scope.postrouting())) {
            Command.run("", List.of("iptables", "-w", "5", "-t", "nat", "-X", chain));
        }
        Command.run("", List.of("iptables", "-w", "5", "-F", scope.filter()));
        Command.run("", List.of("iptables", "-w", "5", "-X", scope.filter()));
    }

    private Set<String> installedChains() {
        Set<String> found = new TreeSet<>();
        Command.run("", List.of("iptables", "-w", "5", "-t", "nat", "-S"))
                .output()
                .lines()
                .filter(line -> line.startsWith("-N " + scope.servicePrefix())
                        || line.startsWith("-N " + scope.endpointPrefix()))
                .forEach(line -> found.add(line.substring(3)));
        return found;
    }

    private static void ensure(String table, List<String> rule) {
        if (iptables(table, "-C", rule).exitCode() != 0) {
            Command.Result inserted = iptables(table, "-I", rule);
            if (inserted.exitCode() != 0) {
                throw new BackendException("iptables: " + inserted.output().strip());
            }
        }
    }

    private static Command.Result iptables(String table, String action, List<String> rule) {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", "5", "-t", table, action));
        command.addAll(rule);
        return Command.run("", command);
    }

    /** A node port asked for on a loopback address is answered by a pod: the kernel has to let such packets leave. */
    private static void letNodePortsAnswerOnLoopback() {
        try {
            if (!Files.readString(ROUTE_LOCALNET).strip().equals("1")) {
                Files.writeString(ROUTE_LOCALNET, "1\n");
            }
        } catch (IOException e) {
            LOG.warn("node ports do not answer on loopback addresses: {} cannot be set", ROUTE_LOCALNET, e);
        }
    }
}
