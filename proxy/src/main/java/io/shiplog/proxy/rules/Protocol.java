package io.shiplog.proxy.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The transport protocols of service ports. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** The protocol that an object names; empty for one that nobody steers. */
    static Optional<Protocol> of(String name) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.name().equals(name))
                .findFirst();
    }

    /** The name as iptables and SRV records write it: in lower case. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
