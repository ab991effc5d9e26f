package io.shiplog.proxy.rules;

import java.util.Locale;

/** The transport protocols of service ports. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** The name as iptables and SRV records write it: in lower case. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
