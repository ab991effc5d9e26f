package io.shiplog.proxy.kernel;

import java.util.List;

/**
 * Which of this machine's rules are one cluster's, so that several clusters on it leave one another alone. Pure.
 *
 * @param tag tells the cluster's chains from others'; empty for the machine's first cluster
 * @param loopback the part of 127.0.0.0/8 that the cluster's nodes live in, in CIDR notation: its node ports answer
 *     there. Those of the first cluster also answer on every address of the machine outside of 127.0.0.0/8
 */
public record Scope(String tag, String loopback) {
    /** The machine's first cluster. */
    public static final Scope FIRST = new Scope("", "127.0.0.0/16");

    /** Longer ones do not fit into a chain's name, which has at most 28 characters. */
    private static final int TAG_LENGTH = 4;

    public Scope {
        if (!tag.matches("[A-Z0-9]{0," + TAG_LENGTH + "}")) {
            throw new IllegalArgumentException("not a tag: " + tag);
        }
    }

    String services() {
        return "SHIPLOG" + tag + "-SERVICES";
    }

    String nodePorts() {
        return "SHIPLOG" + tag + "-NODEPORTS";
    }

    String postrouting() {
        return "SHIPLOG" + tag + "-POSTROUTING";
    }

    String filter() {
        return "SHIPLOG" + tag + "-FILTER";
    }

    String servicePrefix() {
        return "SLSVC" + tag + "-";
    }

    String endpointPrefix() {
        return "SLSEP" + tag + "-";
    }

    /** What packets to a node port match, one for each rule. */
    List<String> nodePortDestinations() {
        String ours = "-d " + loopback;
        return tag.isEmpty() ? List.of(ours, "! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL") : List.of(ours);
    }
}
