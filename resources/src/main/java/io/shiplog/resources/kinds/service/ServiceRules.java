package io.shiplog.resources.kinds.service;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.pod.PodSpecRules;
import io.shiplog.resources.kinds.pod.ProbeRules;
import io.shiplog.resources.names.IpSyntax;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.IpRules;
import io.shiplog.resources.validation.MetadataRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of a Service. */
public final class ServiceRules {
    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final int MAX_AFFINITY_SECONDS = 86_400;

    private ServiceRules() {}

    public static void check(Field root) {
        Field spec = root.at("spec");
        String type = spec.at("type").text();
        boolean headless = spec.at("clusterIP").text().equals("None");
        boolean external = type.equals("ExternalName");
        PodSpecRules.choice(spec.at("type"), TYPES);
        PodSpecRules.choice(spec.at("sessionAffinity"), AFFINITIES);
        MetadataRules.labels(spec.at("selector"));
        if (spec.at("ports").size() == 0 && !headless && !external) {
            spec.at("ports").required("");
        }
        ports(spec.at("ports"), type, headless);
        clusterAddress(spec, type, headless);
        if (external) {
            Field name = spec.at("externalName");
            String host = name.text().endsWith(".")
                    ? name.text().substring(0, name.text().length() - 1)
                    : name.text();
            if (host.isEmpty()) {
                name.required("");
            } else {
                name.invalid(Names.dns1123Subdomain(host));
            }
        }
        spec.at("externalIPs").items().forEach(IpRules::address);
        affinity(spec);
        traffic(spec, type);
    }

    /** What only Services that are reached from outside, or that have a load balancer, can say. */
    private static void traffic(Field spec, String type) {
        boolean balanced = type.equals("LoadBalancer");
        Field policy = spec.at("externalTrafficPolicy");
        boolean outside = balanced
                || type.equals("NodePort")
                || type.equals("ClusterIP") && spec.at("externalIPs").size() > 0;
        if (!outside && !policy.blank()) {
            policy.invalid("may only be set for externally-accessible services");
        } else {
            PodSpecRules.choice(policy, POLICIES);
        }
        PodSpecRules.choice(spec.at("internalTrafficPolicy"), POLICIES);
        Field health = spec.at("healthCheckNodePort");
        if (health.number(0) != 0 && !(balanced && policy.text().equals("Local"))) {
            health.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
        for (String member : List.of("loadBalancerClass", "allocateLoadBalancerNodePorts")) {
            if (!balanced && spec.at(member).present()) {
                spec.at(member).forbidden("may only be used when `type` is 'LoadBalancer'");
            }
        }
    }

    private static void ports(Field ports, String type, boolean headless) {
        boolean named = ports.size() > 1;
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.at("name");
            if (name.blank()) {
                if (named) {
                    name.required("");
                }
            } else {
                var problems = Names.dns1123Label(name.text());
                name.invalid(problems);
                if (problems.isEmpty() && !names.add(name.text())) {
                    name.duplicate();
                }
            }
            PodSpecRules.choice(port.at("protocol"), PROTOCOLS);
            port.at("port").invalid(Names.portNumber(port.at("port").number(0)));
            target(port, headless);
            String protocol = port.at("protocol").text();
            if (!numbers.add(protocol + "/" + port.at("port").number(0))) {
                port.duplicate(port.value());
            }
            nodePort(port.at("nodePort"), type, protocol, nodePorts);
        }
    }

    private static void target(Field port, boolean headless) {
        Field target = port.at("targetPort");
        if (target.absent()) {
            return;
        }
        ProbeRules.port(target);
        boolean differs =
                target.value().isNumber() && target.number(0) != port.at("port").number(0);
        if (headless && differs && port.at("nodePort").number(0) != 0) {
            target.invalid("must be equal to the value of 'port' when clusterIP = None");
        }
    }

    private static void nodePort(Field nodePort, String type, String protocol, Set<String> taken) {
        long number = nodePort.number(0);
        if (number == 0) {
            return;
        }
        if (type.equals("ClusterIP") || type.equals("ExternalName")) {
            nodePort.forbidden("may not be used when `type` is '" + type + "'");
        } else if (!taken.add(protocol + "/" + number)) {
            nodePort.duplicate();
        }
    }

    private static void clusterAddress(Field spec, String type, boolean headless) {
        Field address = spec.at("clusterIP");
        if (type.equals("ExternalName")) {
            if (!address.blank()) {
                spec.at("clusterIPs").forbidden("may not be set for ExternalName services");
            }
            return;
        }
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            spec.at("clusterIPs").items().stream()
                    .findFirst()
                    .orElse(address)
                    .invalid("may not be set to 'None' for " + type + " services");
        } else if (!headless && !address.blank() && !IpSyntax.isAddress(address.text())) {
            spec.at("clusterIPs").items().stream().findFirst().orElse(address).invalid(IpRules.NOT_AN_ADDRESS);
        }
        Field first = spec.at("clusterIPs").items().stream().findFirst().orElse(address);
        if (!first.text().equals(address.text())) {
            spec.at("clusterIPs").invalid("first value must match `clusterIP`");
        }
    }

    private static void affinity(Field spec) {
        Field timeout = spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds");
        if (spec.at("sessionAffinity").text().equals("ClientIP")) {
            if (timeout.present() && (timeout.number(0) <= 0 || timeout.number(0) > MAX_AFFINITY_SECONDS)) {
                timeout.invalid("must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
            }
        } else if (spec.at("sessionAffinityConfig").present()) {
            spec.at("sessionAffinityConfig").forbidden("must not be set when session affinity is None");
        }
    }
}
